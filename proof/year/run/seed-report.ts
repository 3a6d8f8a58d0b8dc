/** What a seed hands to whoever asked for it: figures, and what the pictures are drawn from. */

import type {
  ChannelMonthResult,
  Difference,
  MidnightDistance,
  StepDistance,
} from "../compare/difference.ts";
import type { InvisibleFault } from "../driver/site-notes.ts";
import type { YearRecord } from "../driver/year-record.ts";
import type { SeedYear } from "./seed-year.ts";

/** A fault of a meter, or something that happened to the gateway, on the time line. */
export interface Trouble {
  readonly kind: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The year of a seed. */
export interface SeedReport {
  readonly seed: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tookMs: number;
  readonly cpuMs: number;
  readonly months: readonly ChannelMonthResult[];
  readonly distances: readonly MidnightDistance[];
  /** The index that lies farthest from the register it was read from. */
  readonly worst: StepDistance;
  readonly readings: number;
  readonly counts: YearRecord["counts"];
  readonly answers: Readonly<Record<string, number>>;
  readonly troubles: readonly Trouble[];
  readonly invisible: readonly InvisibleFault[];
  /** What persons could not record, in words. */
  readonly refused: readonly string[];
  /** What is not as it must be, in words; at most 200. */
  readonly differences: readonly string[];
  readonly differenceCount: number;
}

const wordsMax = 200;
const refusedMax = 50;

/** The report of a year. */
export function seedReport(
  seed: number,
  { record, result }: SeedYear,
  took: { readonly tookMs: number; readonly cpuMs: number },
): SeedReport {
  const { fromMs, toMs, counts, invisible } = record;
  const { months, distances, worst, readings, differences } = result;
  return {
    ...{ seed, fromMs, toMs, ...took, months, distances, worst, readings, counts },
    invisible,
    answers: record.building.witness.counts,
    troubles: [...meterTroubles(record), ...gatewayTroubles(record)],
    refused: record.refused
      .slice(0, refusedMax)
      .map(({ trueMs, meterId, what, answer }) => `${at(trueMs)} ${meterId}, ${what}: ${answer}`),
    differences: differences.slice(0, wordsMax).map(differenceText),
    differenceCount: differences.length,
  };
}

function meterTroubles({ scenario, toMs: endMs }: YearRecord): readonly Trouble[] {
  return scenario.meters.flatMap(({ faults, exchanges }) => [
    ...faults.map((fault): Trouble => {
      const kind = fault.kind === "glitch" ? `glitch ${fault.shows}` : fault.kind;
      if ("atMs" in fault) return { kind, fromMs: fault.atMs, toMs: fault.atMs };
      return { kind, fromMs: fault.fromMs, toMs: Math.min(fault.toMs, endMs) };
    }),
    ...exchanges.map(({ atMs }): Trouble => ({ kind: "exchange", fromMs: atMs, toMs: atMs })),
  ]);
}

function gatewayTroubles({ times, toMs, periods }: YearRecord): readonly Trouble[] {
  const off = times.lives.slice(1).map(({ fromMs }, before): Trouble => {
    return { kind: "gateway off", fromMs: times.lives[before]?.toMs ?? fromMs, toMs: fromMs };
  });
  const wrong = times.clock.flatMap(({ fromMs, offsetMs, vouched }, here): Trouble[] => {
    if (offsetMs === 0 && vouched) return [];
    return [{ kind: "clock wrong", fromMs, toMs: times.clock[here + 1]?.fromMs ?? toMs }];
  });
  const tenants = [...periods.values()].flat().map(({ trueMs }): Trouble => {
    return { kind: "new tenant", fromMs: trueMs, toMs: trueMs };
  });
  return [...off, ...wrong, ...tenants];
}

function differenceText(one: Difference): string {
  const { channelNo, meterId, month, counterNo, what, expected, shown } = one;
  const where = channelNo === 0 ? "whole year" : `channel ${channelNo} (${meterId}) ${month}`;
  const counter = counterNo === null ? "" : `, counter ${counterNo}`;
  return `${where}${counter}, ${what}: expected ${expected}; found ${shown}`;
}

function at(trueMs: number): string {
  return new Date(trueMs).toISOString();
}
