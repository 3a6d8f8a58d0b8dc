/**
 * What the figures of a line mean, as codes with figures: pages have a sentence and a next step for
 * each. Meters are looked at in the order of their channels, which is the order in which they were
 * wired on most lines. Pure.
 */

import type { BusFinding, FindingCode } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { attemptsOf, failuresOf, type MeterCourse, type Trouble } from "./meter-course.ts";

/** A meter of the line. */
export interface ObservedMeter {
  /** In rising order; empty for a meter that no channel shows. */
  readonly channelNos: readonly number[];
  readonly profileId: string;
  readonly address: number;
  readonly course: MeterCourse;
  /** Bounds of its turnarounds in the day; null before the first answer. */
  readonly fastestMs: number | null;
  readonly p95Ms: number | null;
}

/** A line to be judged. */
export interface ObservedLine {
  readonly fault: string | null;
  readonly up: boolean;
  /** A serial adapter of this machine, of which no latency is known to the configuration. */
  readonly plainAdapter: boolean;
  readonly cycleTooShort: boolean;
  /** Share of the last hour in which the line was taken. */
  readonly busyPermille: number;
  readonly roundTookMs: number | null;
  readonly meters: readonly ObservedMeter[];
}

/** Overlong replies before two meters are suspected at one address. */
const OVERLONG_MIN = 2;
/** Late replies before a longer wait is advised, and their least share of the attempts. */
const LATE_MIN = 2;
const LATE_ONE_IN = 100;
/** An adapter that hands bytes on every 16 ms lets nothing come faster. */
const ADAPTER_STEP_MS = 15;
/** Meters of several kinds that must all be slow before the adapter is suspected. */
const SLOW_METERS_MIN = 3;
const BUSY_PERMILLE = 500;

type Severity = BusFinding["severity"];

/** What is to be said, the worst first. */
export function findingsOf(line: ObservedLine): readonly BusFinding[] {
  if (!line.up) return [finding("bus-closed", "bad", [], { fault: line.fault ?? "" })];
  const { meters } = line;
  if (meters.length === 0) return [finding("no-meters", "ok", [], {})];
  const asked = [...meters]
    .filter(({ course }) => course.state !== "unasked")
    .sort((a, b) => placeOf(a) - placeOf(b));
  if (asked.length === 0) return [finding("nothing-yet", "ok", [], {})];
  const shared = asked.filter(({ course }) => course.now.overlongReplies >= OVERLONG_MIN);
  const found = [
    ...shared.map(addressShared),
    ...troubles(asked, "silent"),
    // What comes from two meters at once is not the cable's fault.
    ...troubles(asked, "spoilt", shared),
    ...asked.filter(({ course }) => course.trouble === "refuses").map(refuses),
    ...lateReplies(asked),
    ...slowAdapter(line, asked),
    ...(line.busyPermille >= BUSY_PERMILLE || line.cycleTooShort ? [busy(line)] : []),
    ...inOrder(line, asked),
  ];
  return found.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

const rank: Readonly<Record<Severity, number>> = { bad: 0, warn: 1, ok: 2 };

/** Meters without a channel come last. */
function placeOf({ channelNos, address }: ObservedMeter): number {
  return channelNos[0] ?? 1000 + address;
}

function troubles(
  asked: readonly ObservedMeter[],
  trouble: Exclude<Trouble, "refuses">,
  without: readonly ObservedMeter[] = [],
): BusFinding[] {
  const isHit = (meter: ObservedMeter) =>
    meter.course.trouble === trouble && !without.includes(meter);
  if (asked.every(isHit)) {
    const code = trouble === "silent" ? "all-silent" : "all-spoilt";
    return [finding(code, "bad", channelsOf(asked), figuresOf(asked))];
  }
  return runsOf(asked, isHit).map((run) => {
    const before = asked[asked.indexOf(run[0] as ObservedMeter) - 1];
    const tail = run.length > 1 && run.at(-1) === asked.at(-1) && before !== undefined;
    const figures = { ...figuresOf(run), ...(before === undefined ? {} : afterOf(before)) };
    const severity = trouble === "silent" ? "bad" : "warn";
    return finding(tail ? `${trouble}-from` : trouble, severity, channelsOf(run), figures);
  });
}

/** Neighbours that are hit, together. */
function runsOf(
  meters: readonly ObservedMeter[],
  isHit: (meter: ObservedMeter) => boolean,
): readonly (readonly ObservedMeter[])[] {
  const runs: ObservedMeter[][] = [];
  let run: ObservedMeter[] = [];
  for (const meter of meters) {
    if (isHit(meter)) {
      if (run.length === 0) runs.push(run);
      run.push(meter);
    } else run = [];
  }
  return runs;
}

function afterOf(meter: ObservedMeter): Record<string, string> {
  const [channelNo] = meter.channelNos;
  return channelNo === undefined ? {} : { after: String(channelNo) };
}

function figuresOf(meters: readonly ObservedMeter[]): Record<string, string> {
  const since = meters.flatMap(({ course }) => course.sinceMs ?? []);
  const attempts = meters.reduce((sum, { course }) => sum + attemptsOf(course.now), 0);
  const failed = meters.reduce((sum, { course }) => sum + failuresOf(course.now), 0);
  return {
    attempts: String(attempts),
    failed: String(failed),
    addresses: meters.map(({ address }) => address).join(", "),
    ...(since.length === 0 ? {} : { since: toUtcString(Math.min(...since)) }),
  };
}

function addressShared(meter: ObservedMeter): BusFinding {
  const figures = { ...figuresOf([meter]), overlong: String(meter.course.now.overlongReplies) };
  return finding("address-shared", "bad", channelsOf([meter]), figures);
}

function refuses(meter: ObservedMeter): BusFinding {
  const figures = { ...figuresOf([meter]), exceptions: String(meter.course.now.exceptions) };
  return finding("refuses", "warn", channelsOf([meter]), figures);
}

function lateReplies(asked: readonly ObservedMeter[]): BusFinding[] {
  const slow = asked.filter(({ course: { day } }) => {
    return day.lateReplies >= LATE_MIN && day.lateReplies * LATE_ONE_IN >= attemptsOf(day);
  });
  if (slow.length === 0) return [];
  const late = slow.reduce((sum, { course }) => sum + course.day.lateReplies, 0);
  return [finding("late", "warn", channelsOf(slow), { late: String(late) })];
}

function slowAdapter(
  { plainAdapter }: ObservedLine,
  asked: readonly ObservedMeter[],
): BusFinding[] {
  const answering = asked.filter(({ fastestMs }) => fastestMs !== null);
  const kinds = new Set(answering.map(({ profileId }) => profileId));
  const fastest = Math.min(...answering.map(({ fastestMs }) => fastestMs ?? 0));
  const enough = answering.length >= SLOW_METERS_MIN && kinds.size > 1;
  if (!plainAdapter || !enough || fastest <= ADAPTER_STEP_MS) return [];
  return [finding("slow-adapter", "warn", [], { fastestMs: String(fastest) })];
}

function busy({ busyPermille, roundTookMs }: ObservedLine): BusFinding {
  const took = roundTookMs === null ? {} : { roundTookMs: String(roundTookMs) };
  return finding("busy", "warn", [], { permille: String(busyPermille), ...took });
}

function inOrder({ roundTookMs }: ObservedLine, asked: readonly ObservedMeter[]): BusFinding[] {
  const good = asked.filter(({ course }) => course.trouble === null);
  if (good.length === 0) return [];
  const slowest = good.map(({ p95Ms }) => p95Ms);
  return [
    finding("in-order", "ok", channelsOf(good), {
      meters: String(good.length),
      // A meter slower than the last class has no bound.
      ...(slowest.includes(null) ? {} : { limitMs: String(Math.max(...slowest.map(Number))) }),
      ...(roundTookMs === null ? {} : { roundTookMs: String(roundTookMs) }),
    }),
  ];
}

function channelsOf(meters: readonly ObservedMeter[]): number[] {
  return meters.flatMap(({ channelNos }) => channelNos);
}

function finding(
  code: FindingCode,
  severity: Severity,
  channels: number[],
  params: Record<string, string>,
): BusFinding {
  return { code, severity, channels, params };
}
