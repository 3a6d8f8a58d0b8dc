/**
 * What is made of a reading. The order of the rules is the order of the lines below; each has a line
 * in judge-reading.test.ts. Whatever is in doubt waits in the quarantine: a count that was wrongly
 * accepted ends in a bill, one that waits does not.
 */

import type { Source } from "../installation/source.ts";
import { isPlausibleRise, isSuspectAfterSilence, riseOverRollover } from "./plausible-rise.ts";
import type { Judgement, Observation, QuarantineReason, TimedCount } from "./reading.ts";
import { mayComeBack, mayReleaseItself } from "./self-release.ts";

/** A reading of the source that waits in the quarantine. */
export interface QuarantinedCount extends TimedCount {
  readonly seq: number;
  readonly reason: QuarantineReason;
}

/** How careful the judge is. */
export interface JudgeSettings {
  /** Readings in line, this one with them, that release an upward jump; 2 to 24. */
  readonly consistentReadings: number;
}

/** What a reading is judged by. */
export interface JudgeInput {
  readonly source: Source;
  /** The last accepted count; null before the first. */
  readonly last: TimedCount | null;
  /** Open quarantines of the source, oldest first. */
  readonly quarantined: readonly QuarantinedCount[];
  /** The lowest upward jump that a person discarded since the last accepted count. */
  readonly discarded?: TimedCount | null;
  readonly observation: Observation;
  readonly settings?: JudgeSettings;
}

/** Three readings in line release an upward jump. */
export const defaultJudgeSettings: JudgeSettings = { consistentReadings: 3 };

/** What 16, 32 and 64-bit registers and three-byte ones hold when they hold nothing. */
const sentinelCounts: ReadonlySet<number> = new Set([
  0x7fff,
  0x8000,
  0xffff,
  0xff_ffff,
  0x7fff_ffff,
  0x8000_0000,
  0xffff_ffff,
  0x1_0000_0000,
  Number.MAX_SAFE_INTEGER,
]);

/** The judgement of one reading against the last accepted count of its source. */
export function judgeReading(input: JudgeInput): Judgement {
  const { source, last, observation } = input;
  const { observed, takenAtMs } = observation;
  if (observed.kind === "none") return { status: "missing", reason: observed.reason };
  const { count } = observed;
  if (!Number.isSafeInteger(count) || count < 0) return { status: "rejected", reason: "sentinel" };
  if (last !== null && takenAtMs <= last.takenAtMs) {
    return { status: "rejected", reason: "clock-before-last" };
  }
  if (serialChanged(source, observation)) return quarantined(count, "serial-changed");
  if (source.rolloverCount !== null && count >= source.rolloverCount) {
    return quarantined(count, "sentinel");
  }
  if (last === null) {
    if (sentinelCounts.has(count)) return quarantined(count, "sentinel");
    return { status: "accepted", count, mark: "first" };
  }
  if (count < last.count) return judgeFall(input, last, { takenAtMs, count });
  return judgeRise(input, last, { takenAtMs, count });
}

function quarantined(count: number, reason: QuarantineReason): Judgement {
  return { status: "quarantined", count, reason };
}

/** Only a serial number that was read and differs from a known one counts as changed. */
function serialChanged(source: Source, observation: Observation): boolean {
  const read = observation.serialNumber?.trim();
  const known = source.serialNumber?.trim();
  if (read === undefined || known === undefined || read === "" || known === "") return false;
  return read !== known;
}

function judgeFall(input: JudgeInput, last: TimedCount, at: TimedCount): Judgement {
  const { source } = input;
  if (last.count - at.count <= 1) return { status: "accepted", count: last.count, mark: "held" };
  const rise = riseOverRollover(source, last.count, at.count);
  if (rise === undefined) return quarantined(at.count, "fell");
  const mayBe = isPlausibleRise(source, rise, at.takenAtMs - last.takenAtMs);
  return mayBe && !ignoresFalls(input, last, at)
    ? { status: "accepted", count: at.count, mark: "rolled-over" }
    : quarantined(at.count, "possible-rollover");
}

function judgeRise(input: JudgeInput, last: TimedCount, at: TimedCount): Judgement {
  const { source } = input;
  if (!isPlausibleRise(source, at.count - last.count, at.takenAtMs - last.takenAtMs)) {
    const reason = sentinelCounts.has(at.count) ? "sentinel" : "rose-beyond-rating";
    return quarantined(at.count, reason);
  }
  if (isSuspectAfterSilence(source, last, at) || ignoresFalls(input, last, at)) {
    return quarantined(at.count, "rose-beyond-rating");
  }
  if (bearsOutDiscarded(input, last, at)) return quarantined(at.count, "rose-beyond-rating");
  const jumps = jumpsBetween(input, last, at);
  const [firstWaiting] = jumps;
  if (firstWaiting === undefined || !jumps.some((jump) => bearsOut(jump, at))) {
    return { status: "accepted", count: at.count };
  }
  // A reading that bears out a jump waits with it: for more of them, or for a person.
  if (!mayReleaseItself({ last, firstWaiting, at })) {
    return quarantined(at.count, "rose-beyond-rating");
  }
  const line = readingsInLine(source, jumps, last, at);
  const { consistentReadings } = input.settings ?? defaultJudgeSettings;
  if (line.length + 1 < consistentReadings) return quarantined(at.count, "rose-beyond-rating");
  return { status: "accepted", count: at.count, releases: line.map(({ seq }) => ({ seq })) };
}

/**
 * Whether a reading is no less than a jump, but for the step by which meters round. Whatever else
 * waits between the two, a dip or a wild figure, does not make the jump untold.
 */
function bearsOut(jump: TimedCount, at: TimedCount): boolean {
  return at.count >= jump.count - 1;
}

/** After a day of falls a reading must be possible from the newest of them too. */
function ignoresFalls(input: JudgeInput, last: TimedCount, at: TimedCount): boolean {
  const falls = input.quarantined
    .filter(({ reason }) => reason === "fell" || reason === "possible-rollover")
    .filter(({ takenAtMs }) => takenAtMs > last.takenAtMs && takenAtMs < at.takenAtMs)
    .sort((a, b) => a.takenAtMs - b.takenAtMs);
  const [first, newest] = [falls[0], falls.at(-1)];
  if (first === undefined || newest === undefined || mayComeBack(first, at)) return false;
  const rise = at.count - newest.count;
  return rise < 0 || !isPlausibleRise(input.source, rise, at.takenAtMs - newest.takenAtMs);
}

/** A person said that the jump was none; hours later it would pass for what was drawn meanwhile. */
function bearsOutDiscarded({ discarded }: JudgeInput, last: TimedCount, at: TimedCount): boolean {
  if (discarded == null || discarded.takenAtMs <= last.takenAtMs) return false;
  return at.takenAtMs > discarded.takenAtMs && bearsOut(discarded, at);
}

/** The upward jumps that have waited since the last accepted reading, oldest first. */
function jumpsBetween(
  input: JudgeInput,
  last: TimedCount,
  at: TimedCount,
): readonly QuarantinedCount[] {
  return input.quarantined
    .filter((waiting) => waiting.reason === "rose-beyond-rating")
    .filter((waiting) => waiting.takenAtMs > last.takenAtMs && waiting.takenAtMs < at.takenAtMs)
    .sort((a, b) => a.takenAtMs - b.takenAtMs);
}

/**
 * The jumps in line with this reading, oldest first: the unbroken line back from it in which no count
 * falls and none rises beyond the rating.
 */
function readingsInLine(
  source: Source,
  jumps: readonly QuarantinedCount[],
  last: TimedCount,
  at: TimedCount,
): readonly QuarantinedCount[] {
  const line: QuarantinedCount[] = [];
  let later: TimedCount = at;
  for (const jump of jumps.toReversed()) {
    const rise = later.count - jump.count;
    if (rise < 0 || jump.count < last.count) break;
    if (!isPlausibleRise(source, rise, later.takenAtMs - jump.takenAtMs)) break;
    line.unshift(jump);
    later = jump;
  }
  return line;
}
