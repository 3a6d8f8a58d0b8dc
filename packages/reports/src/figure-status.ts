/** In one word how the consumption of a month is known; the same word in every file. */

import type { CounterCell } from "@mega/contract";

/** quarantined: a reading of the month waits for a decision. */
export type FigureStatus =
  | "actual"
  | "interpolated"
  | "estimated"
  | "exchanged"
  | "person"
  | "quarantined"
  | "provisional"
  | "missing";

/** The status of a cell; `provisional` says that its month has not ended. */
export function figureStatus(cell: CounterCell, provisional: boolean): FigureStatus {
  if (cell.consumption === null) return "missing";
  if (cell.consumptionMark === "Q") return "quarantined";
  if (provisional) return "provisional";
  switch (cell.consumptionMark) {
    case "E":
      return "estimated";
    case "S":
      return "exchanged";
    case "I":
      return "interpolated";
    case "person":
      return "person";
    case "held":
    case null:
      return "actual";
  }
}
