/** What one address of the map shows, from the meter's day and the scan. Pure. */

import type { MeterHealth, ScanCell } from "@mega/contract";

/** An address of the map. */
export type Place =
  | { readonly kind: "free"; readonly look: "free" }
  | {
      /** A configured meter, an address that a scan waits for, or one that answers unknown. */
      readonly kind: "meter" | "waiting" | "stranger";
      readonly look: "" | "free" | "warn" | "bad";
      readonly state: "ok" | "warn" | "bad" | "off";
      readonly says: "latency" | "errors" | "two-meters" | "garbage" | "silent" | "waiting";
      readonly latencyMs: number | null;
    };

/** The scan is newer than the day, so that what it found goes before. */
export function placeOf(meter: MeterHealth | undefined, cell: ScanCell | undefined): Place {
  const scanned = cell === undefined ? undefined : scannedPlace(cell, meter !== undefined);
  if (meter === undefined) return scanned ?? { kind: "free", look: "free" };
  if (scanned !== undefined && scanned.kind !== "waiting" && scanned.kind !== "free")
    return scanned;
  return dayPlace(meter);
}

function scannedPlace(cell: ScanCell, known: boolean): Place {
  const kind = known ? ("meter" as const) : ("stranger" as const);
  const { latencyMs } = cell;
  switch (cell.state) {
    case "answers":
      return { kind, look: "", state: "ok", says: "latency", latencyMs };
    case "garbage": {
      const says = cell.overlong ? "two-meters" : "garbage";
      return { kind, look: "warn", state: "warn", says, latencyMs: null };
    }
    case "silent":
      if (!known) return { kind: "free", look: "free" };
      return { kind, look: "bad", state: "bad", says: "silent", latencyMs: null };
    case "waiting":
      return { kind: "waiting", look: "free", state: "off", says: "waiting", latencyMs: null };
  }
}

function dayPlace({ state, latencyP50Ms }: MeterHealth): Place {
  const kind = "meter" as const;
  switch (state) {
    case "answers":
      return { kind, look: "", state: "ok", says: "latency", latencyMs: latencyP50Ms };
    case "errors":
      return { kind, look: "warn", state: "warn", says: "errors", latencyMs: null };
    case "silent":
      return { kind, look: "bad", state: "bad", says: "silent", latencyMs: null };
    case "unasked":
      return { kind, look: "", state: "off", says: "waiting", latencyMs: null };
  }
}
