/** Whether the years came out, in lines. */

import type { ChannelMonthResult } from "../compare/difference.ts";
import type { SeedReport } from "./seed-report.ts";

/** 14 months of 128 channels in under two minutes; of several seeds in the mean, for they differ. */
const MEAN_MS_MAX = 120_000;

/** How many channel-months came out how. */
export function tallyOf(
  reports: readonly Pick<SeedReport, "months">[],
): Readonly<Record<ChannelMonthResult["verdict"], number>> {
  const tally = { exact: 0, marked: 0, invisible: 0, wrong: 0 };
  for (const { months } of reports) for (const { verdict } of months) tally[verdict] += 1;
  return tally;
}

/** The line of a seed. */
export function seedLine(report: SeedReport): string {
  const { exact, marked, invisible, wrong } = tallyOf([report]);
  const { seed, months, readings, tookMs, cpuMs, differenceCount } = report;
  return (
    `seed ${seed}: ${months.length} channel-months, ${exact} exact, ${marked} marked, ` +
    `${invisible} unseen, ${wrong} wrong, ${differenceCount} differences, ` +
    `${stepsText(report.worst.hundredths)} of a step at worst, ` +
    `${readings} readings, ${seconds(tookMs)} (${seconds(cpuMs)} of processor)`
  );
}

/** Why a seed fails the run; null when it does not. */
export function failureOf(report: SeedReport): string | null {
  const { seed, differenceCount, months } = report;
  if (months.length === 0) return `seed ${seed}: nothing was compared`;
  if (differenceCount > 0) return `seed ${seed}: ${differenceCount} differences`;
  return null;
}

/** Why the seeds together took too long; null when they did not. */
export function slownessOf(reports: readonly SeedReport[]): string | null {
  const meanMs = meanOf(reports);
  if (meanMs <= MEAN_MS_MAX) return null;
  return `a seed took ${seconds(meanMs)} in the mean, allowed ${seconds(MEAN_MS_MAX)}`;
}

function meanOf(reports: readonly SeedReport[]): number {
  return reports.reduce((sum, { tookMs }) => sum + tookMs, 0) / Math.max(1, reports.length);
}

/** The figure. */
export function figureLine(reports: readonly SeedReport[]): string {
  const { exact, marked, invisible, wrong } = tallyOf(reports);
  const channelMonths = exact + marked + invisible + wrong;
  const differences = reports.reduce((sum, { differenceCount }) => sum + differenceCount, 0);
  const worst = Math.max(0, ...reports.map((report) => report.worst.hundredths));
  const slowest = Math.max(0, ...reports.map(({ tookMs }) => tookMs));
  return (
    `soak:year seeds=${reports.length} channel-months=${channelMonths} exact=${exact} ` +
    `marked=${marked} unseen=${invisible} wrong=${wrong} differences=${differences} ` +
    `worst-step=${stepsText(worst)} mean=${seconds(meanOf(reports))} slowest=${seconds(slowest)}`
  );
}

function stepsText(hundredths: number): string {
  return (hundredths / 100).toFixed(2);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)}s`;
}
