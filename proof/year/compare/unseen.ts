/**
 * Consumption that passed and that no reading can hold: what a register lost that began anew or fell
 * back, and what a meter that turns backwards took off again. It bounds by how much a bill may be short.
 */

import type { BuildingTruth, ScenarioMeter } from "@mega/simulator";

const hourMs = 3_600_000;
/** A register that began anew was read an hour before, or two where one round was missed. */
const lastSeenMs = 2 * hourMs;

/** Of a counter between two true instants, in millionths of a kWh or m³. */
export function unseenBy(
  meter: ScenarioMeter,
  truth: BuildingTruth,
  counterId: string,
): (fromMs: number, toMs: number) => bigint {
  const passed = (fromMs: number, toMs: number) =>
    truth.consumedAt(meter.id, counterId, toMs) - truth.consumedAt(meter.id, counterId, fromMs);
  return (fromMs, toMs) => {
    let lost = 0;
    for (const fault of meter.faults) {
      if (fault.kind === "export") {
        const overlapMs = Math.min(fault.toMs, toMs) - Math.max(fault.fromMs, fromMs);
        lost += Math.max(0, (overlapMs / hourMs) * fault.unitsPerHour * 1_000_000);
      }
      if (fault.kind !== "reset" && fault.kind !== "unsaved") continue;
      if (fault.atMs < fromMs || fault.atMs > toMs) continue;
      const savedMs = fault.kind === "unsaved" ? fault.minutes * 60_000 : 0;
      lost += passed(fault.atMs - lastSeenMs - savedMs, fault.atMs);
      if (savedMs > 0) lost += passed(fault.atMs - savedMs, fault.atMs);
    }
    return BigInt(Math.ceil(lost));
  };
}
