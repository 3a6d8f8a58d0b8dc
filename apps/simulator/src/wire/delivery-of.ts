/** What a fault on the line makes of an answer, in the words of the witness. */

import type { SlaveFault } from "@mega/modbus";
import type { Delivered } from "../witness/witness.ts";

/** No gateway is asked to wait longer than this for an answer. */
const waitedMs = 800;
/** An answer that is so much later than its meter's usual ones may still be in time. */
const toleratedMs = 100;

/** What became of an answer, and how long after its question it left. */
export function deliveryOf(
  fault: SlaveFault | undefined,
  turnaroundMs: number,
): { readonly delivered: Delivered; readonly afterMs: number } {
  const delayMs = fault?.kind === "late" ? fault.delayMs : 0;
  const afterMs = turnaroundMs + delayMs;
  const inTime: Delivered = turnaroundMs <= waitedMs && delayMs <= toleratedMs ? "intact" : "late";
  switch (fault?.kind) {
    case undefined:
    case "late":
    case "doubled":
    case "noiseBefore":
    case "noiseAfter":
    case "noiseLater":
    case "echo":
      return { delivered: inTime, afterMs };
    case "silence":
    case "hangUp":
      return { delivered: "lost", afterMs };
    default:
      return { delivered: "spoilt", afterMs };
  }
}
