/** What a run shows, and whether it is enough. Pure. */

import type { TargetReport } from "./run-target.ts";

/** The heap after a collection may grow by this much: caches that fill, never the cases. */
const heapGrowthBytesMax = 8 * 1024 * 1024;
/** The process may grow by this much: the allocator gives pages back when it likes. */
const residentGrowthBytesMax = 128 * 1024 * 1024;

/** One line for a target. */
export function targetLine(report: TargetReport): string {
  const { name, cases, cpuSeconds, accepted, refused, crashes, hangs, invented } = report;
  const rate = Math.round(cases / Math.max(cpuSeconds, 0.001));
  const grown = `heap ${megabytes(report.heapGrowthBytes)}, process ${megabytes(report.residentGrowthBytes)}`;
  const faults = `crashes=${crashes} hangs=${hangs} invented=${invented}`;
  return `${name.padEnd(16)}${cases} cases, ${rate} a CPU second, accepted ${accepted}, refused ${refused}, ${faults}, grown: ${grown}`;
}

/** How to see the faults of a target again. */
export function faultLines({ name, faults }: TargetReport, seed: number): readonly string[] {
  return faults.flatMap(({ caseNumber, fault, why, shown }) => [
    `  ${fault}: npm run soak:fuzz -- --only ${name} --seed ${seed} --case ${caseNumber}`,
    `    ${why}`,
    `    ${shown}`,
  ]);
}

/** What keeps a run from being enough, in words. */
export function shortfalls(reports: readonly TargetReport[]): readonly string[] {
  return reports.flatMap((report) => {
    const { name, cases, accepted, refused, crashes, hangs, invented } = report;
    const why: string[] = [];
    if (crashes + hangs + invented > 0) why.push(`${name}: faults were found.`);
    // A generator whose cases all go the same way tries nothing.
    const least = cases / 100;
    if (accepted < least || refused < least) why.push(`${name}: its cases go one way only.`);
    if (report.heapGrowthBytes > heapGrowthBytesMax) {
      why.push(`${name}: the heap grew by ${megabytes(report.heapGrowthBytes)}.`);
    }
    if (report.residentGrowthBytes > residentGrowthBytesMax) {
      why.push(`${name}: the process grew by ${megabytes(report.residentGrowthBytes)}.`);
    }
    return why;
  });
}

/** The figure of the run. */
export function figureLine(reports: readonly TargetReport[]): string {
  const sum = (of: (report: TargetReport) => number) =>
    reports.reduce((all, one) => all + of(one), 0);
  const growth = Math.max(0, ...reports.map(({ heapGrowthBytes }) => heapGrowthBytes));
  return (
    `soak:fuzz formats=${reports.length} cases=${sum(({ cases }) => cases)} ` +
    `crashes=${sum(({ crashes }) => crashes)} hangs=${sum(({ hangs }) => hangs)} ` +
    `invented=${sum(({ invented }) => invented)} growth=${megabytes(growth)}`
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)}MB`;
}
