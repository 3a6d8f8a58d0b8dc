// The sources of the benchmark as the gateway itself would declare them, so that its pages show them.

import type { Source } from "@mega/domain";
import { type Installation, loadProfileSet, parseConfig, planReadings } from "@mega/installation";
import { configurationText } from "../building/bench-building.ts";
import type { LedgerMeter } from "./meters.ts";

/** The building of the benchmarks; nothing of it is asked here. */
export const installation: Installation = parseConfig(
  configurationText({ busPort: 1, brokerPort: 1 }),
  "the bench building",
);
const { plan } = planReadings(installation, loadProfileSet("/nowhere"));

/** The source of a meter: of the meter of that number in the building, import counter. */
export function sourceOf({ sourceNo, serialNumber }: LedgerMeter): Source {
  const source = plan.meters[sourceNo - 1]?.counters[0]?.source;
  if (source?.counterId !== "import" || source.decimals !== 3 || source.unit !== "kWh") {
    throw new Error(`Meter ${sourceNo} does not count thousandths of a kWh: ${source?.decimals}`);
  }
  return { ...source, sourceNo, serialNumber };
}
