/** Showing figures in Wh or kWh instead of the meter's unit: the decimal point moves, exactly. */

import { shiftDecimal } from "@mega/locale";

/** auto: the unit of the meter. */
export type UnitMode = "auto" | "Wh" | "kWh";

const placesToWh: Readonly<Record<string, number>> = { Wh: 0, kWh: 3, MWh: 6 };

/** The unit in which a figure of the unit is shown, and by how many places its point moves. */
export function displayUnit(unit: string, mode: UnitMode): { unit: string; places: number } {
  const from = placesToWh[unit];
  const to = placesToWh[mode];
  if (mode === "auto" || from === undefined || to === undefined) return { unit, places: 0 };
  return { unit: mode, places: from - to };
}

/** A figure in the unit of the mode; null stays null. */
export function inMode(text: string | null, unit: string, mode: UnitMode): string | null {
  return text === null ? null : shiftDecimal(text, displayUnit(unit, mode).places);
}
