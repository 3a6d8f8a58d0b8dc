/** Faults of a scenario's faults: those that a meter of its place and load cannot have. Pure. */

import type { Fault } from "./faults.ts";
import { faultAt, type ScenarioFault } from "./field-reader.ts";
import type { Place, Scenario, ScenarioMeter } from "./scenario.ts";

const hourMs = 3_600_000;

/** Where a fault can strike; the others on a bus and by message. */
const placesOf: Readonly<Partial<Record<Fault["kind"], readonly Place["kind"][]>>> = {
  noisy: ["bus"],
  slow: ["bus"],
  duplicate: ["bus"],
  unit: ["mqtt"],
  retained: ["mqtt"],
  doubled: ["mqtt"],
  late: ["mqtt"],
  "bad-payload": ["mqtt"],
  "mixed-up": ["mqtt"],
};
/** What is wrong with the faults of one meter. */
export function misplacedFaults(
  scenario: Scenario,
  meter: ScenarioMeter,
  path: string,
): readonly ScenarioFault[] {
  return meter.faults.flatMap((fault, index) =>
    wrongWith(scenario, meter, fault).map(({ key, value, allowed }) =>
      faultAt(`${path}/faults/${index}/${key}`, value, allowed),
    ),
  );
}

interface Wrong {
  readonly key: string;
  readonly value: unknown;
  readonly allowed: string;
}

function wrongWith(
  { meters }: Scenario,
  { id, place, load, faults }: ScenarioMeter,
  fault: Fault,
): readonly Wrong[] {
  const places = placesOf[fault.kind];
  if (places !== undefined && !places.includes(place.kind)) {
    return [{ key: "kind", value: fault.kind, allowed: `only on ${places.join(", ")}` }];
  }
  if (place.kind === "p1") {
    return [{ key: "kind", value: fault.kind, allowed: "no faults behind a P1 port" }];
  }
  if (fault.kind === "mixed-up") {
    const others = meters.filter((other) => other.id !== id && other.load !== undefined);
    if (others.some((other) => other.id === fault.other)) return [];
    return [{ key: "other", value: fault.other, allowed: "another meter with a load" }];
  }
  if (fault.kind !== "export") return [];
  const importOnly =
    load?.kind === "common" || (load?.kind === "household" && load.solarYearlyKwh === undefined);
  const wrong: Wrong[] = [];
  if (!importOnly) {
    const allowed = "common, or household without solarYearlyKwh";
    wrong.push({ key: "kind", value: load?.kind, allowed });
  }
  if (fault.fromMs % hourMs !== 0 || fault.toMs % hourMs !== 0) {
    wrong.push({ key: "from", value: fault.fromMs, allowed: "whole hours" });
  }
  if (faults.some((other) => other.kind === "export" && overlap(fault, other))) {
    wrong.push({ key: "from", value: fault.fromMs, allowed: "no two exports at one time" });
  }
  return wrong;
}

function overlap(one: Extract<Fault, { kind: "export" }>, other: typeof one): boolean {
  return one !== other && one.fromMs < other.toMs && other.fromMs < one.toMs;
}
