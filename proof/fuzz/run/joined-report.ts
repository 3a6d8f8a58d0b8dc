/** One report of the parts of a target that ran in processes of their own. Pure. */

import type { TargetReport } from "./run-target.ts";

/** Counts and times are added; memory is that of the part that grew most. */
export function joinedReport(parts: readonly TargetReport[]): TargetReport {
  const sum = (of: (part: TargetReport) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  const most = (of: (part: TargetReport) => number) => Math.max(...parts.map(of));
  return {
    name: parts[0]?.name ?? "",
    cases: sum(({ cases }) => cases),
    accepted: sum(({ accepted }) => accepted),
    refused: sum(({ refused }) => refused),
    crashes: sum(({ crashes }) => crashes),
    hangs: sum(({ hangs }) => hangs),
    invented: sum(({ invented }) => invented),
    faults: parts.flatMap(({ faults }) => faults),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    heapGrowthBytes: most(({ heapGrowthBytes }) => heapGrowthBytes),
    residentGrowthBytes: most(({ residentGrowthBytes }) => residentGrowthBytes),
  };
}
