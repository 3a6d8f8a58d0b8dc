/**
 * What must become of a reading, by the rules that docs/internals/acquisition.md tells a reader, in
 * their order. Written from that page and from nothing else.
 */

import { type CounterFacts, canHaveRisen } from "./counter-facts.ts";

/** A count as it left the meter, whole and in time, and was taken by a round. */
export interface TakenReading {
  /** By the gateway's clock. */
  readonly takenMs: number;
  readonly trueMs: number;
  /** When the meter showed the figure; earlier than `trueMs` by what the answer took. */
  readonly shownMs: number;
  readonly count: number;
  readonly serial: string | null;
  /** The system vouched for the gateway's clock. */
  readonly vouched: boolean;
}

/** Why a reading waits. */
type WaitingReason =
  | "fell"
  | "rose-beyond-rating"
  | "serial-changed"
  | "sentinel"
  | "possible-rollover";

/** A reading that waits. */
export interface Waiting extends TakenReading {
  readonly reason: WaitingReason;
}

/** An accepted reading. */
export interface Accepted extends TakenReading {
  readonly held: boolean;
}

/** What becomes of a reading. */
export type Verdict =
  | {
      readonly kind: "accepted";
      readonly reading: Accepted;
      readonly rolledOver: boolean;
      /** Waiting readings that this one bears out. */
      readonly releases: readonly Waiting[];
    }
  | { readonly kind: "waits"; readonly reading: Waiting }
  | { readonly kind: "rejected" };

/** What a reading is judged against. */
export interface Ground {
  readonly facts: CounterFacts;
  readonly serial: string | null;
  readonly last: Pick<TakenReading, "takenMs" | "count"> | null;
  readonly waiting: readonly Waiting[];
  /** Upward jumps that a person discarded. */
  readonly refused: readonly Pick<TakenReading, "takenMs" | "count">[];
}

/** What registers of two, three, four and eight bytes hold when they hold nothing. */
const empties = new Set([
  32_767,
  32_768,
  65_535,
  16_777_215,
  2_147_483_647,
  2_147_483_648,
  4_294_967_295,
  4_294_967_296,
  Number.MAX_SAFE_INTEGER,
]);
const inLine = 3;
/** A day after the first jump a person can have looked. */
const looksWithinMs = 86_400_000;

/** What must become of a reading. */
export function expectedVerdict(ground: Ground, reading: TakenReading): Verdict {
  const { facts, last } = ground;
  const { count } = reading;
  const wait = (reason: WaitingReason): Verdict => ({
    kind: "waits",
    reading: { ...reading, reason },
  });
  if (!Number.isSafeInteger(count) || count < 0) return { kind: "rejected" };
  if (last !== null && reading.takenMs <= last.takenMs) return { kind: "rejected" };
  if (isAnother(ground.serial, reading.serial)) return wait("serial-changed");
  if (facts.rolloverCount !== null && count >= facts.rolloverCount) return wait("sentinel");
  if (last === null) return empties.has(count) ? wait("sentinel") : accept(reading);
  const elapsedMs = reading.takenMs - last.takenMs;
  if (count === last.count - 1) return accept({ ...reading, count: last.count }, { held: true });
  if (count < last.count) {
    const rise = riseOverTheEnd(facts, last.count, count);
    if (rise === null) return wait("fell");
    if (!canHaveRisen(facts, rise, elapsedMs)) return wait("possible-rollover");
    if (breaksWithFalls(ground, last, reading)) return wait("possible-rollover");
    return accept(reading, { rolledOver: true });
  }
  if (!canHaveRisen(facts, count - last.count, elapsedMs)) {
    return wait(empties.has(count) ? "sentinel" : "rose-beyond-rating");
  }
  if (doublesBehindSilence(facts, last, reading)) return wait("rose-beyond-rating");
  if (breaksWithFalls(ground, last, reading)) return wait("rose-beyond-rating");
  const isRefused = ground.refused.some(
    (jump) => jump.takenMs > last.takenMs && count + 1 >= jump.count,
  );
  if (isRefused) return wait("rose-beyond-rating");
  const jumps = jumpsSince(ground, last, reading).toSorted((a, b) => b.takenMs - a.takenMs);
  if (!jumps.some((jump) => jump.count <= count + 1)) return accept(reading);
  if (!releasesItself(jumps, last, reading)) return wait("rose-beyond-rating");
  const line = borneOut(ground, jumps, last, reading);
  return line.length + 1 >= inLine
    ? accept(reading, { releases: line })
    : wait("rose-beyond-rating");
}

function accept(
  reading: TakenReading,
  also: { held?: boolean; rolledOver?: boolean; releases?: readonly Waiting[] } = {},
): Verdict {
  const { held = false, rolledOver = false, releases = [] } = also;
  return { kind: "accepted", reading: { ...reading, held }, rolledOver, releases };
}

function isAnother(known: string | null, read: string | null): boolean {
  const [a, b] = [known?.trim() ?? "", read?.trim() ?? ""];
  return a !== "" && b !== "" && a !== b;
}

/** From above nine tenths of the register's maximum to below one tenth. */
export function riseOverTheEnd(facts: CounterFacts, from: number, to: number): number | null {
  if (facts.rolloverCount === null) return null;
  const maximum = BigInt(facts.rolloverCount - 1);
  if (BigInt(from) * 10n <= maximum * 9n || BigInt(to) * 10n >= maximum) return null;
  return facts.rolloverCount - from + to;
}

/** More than a day passed; the count is twice as high or more, and a tenth of the rating is too little. */
function doublesBehindSilence(
  facts: CounterFacts,
  last: Pick<TakenReading, "takenMs" | "count">,
  { takenMs, count }: TakenReading,
): boolean {
  const silentMs = takenMs - last.takenMs;
  if (silentMs <= 86_400_000 || count < 2 * last.count) return false;
  const ofTenth = { ...facts.ratedMaximumPerHour };
  ofTenth.decimals += 1;
  return !canHaveRisen({ ...facts, ratedMaximumPerHour: ofTenth }, count - last.count, silentMs);
}

/** A person has had a day to answer the falls behind the last accepted reading; it is not their register. */
function breaksWithFalls(
  { facts, waiting }: Ground,
  last: Pick<TakenReading, "takenMs">,
  { takenMs, count }: TakenReading,
): boolean {
  const falls = waiting
    .filter(({ reason }) => reason === "fell" || reason === "possible-rollover")
    .filter((fall) => fall.takenMs > last.takenMs && fall.takenMs < takenMs)
    .toSorted((a, b) => b.takenMs - a.takenMs);
  const [newest, oldest] = [falls[0], falls.at(-1)];
  if (newest === undefined || oldest === undefined) return false;
  if (takenMs <= oldest.takenMs + looksWithinMs) return false;
  if (count < newest.count) return true;
  return !canHaveRisen(facts, count - newest.count, takenMs - newest.takenMs);
}

/** The counter has not doubled, and the first jump since the last accepted reading is a day old at most. */
function releasesItself(
  jumps: readonly Waiting[],
  last: Pick<TakenReading, "count">,
  reading: TakenReading,
): boolean {
  const firstMs = jumps.at(-1)?.takenMs ?? reading.takenMs;
  return reading.count < 2 * last.count && reading.takenMs <= firstMs + looksWithinMs;
}

function jumpsSince(
  { waiting }: Ground,
  last: Pick<TakenReading, "takenMs">,
  reading: TakenReading,
): readonly Waiting[] {
  return waiting.filter(
    ({ reason, takenMs }) =>
      reason === "rose-beyond-rating" && takenMs > last.takenMs && takenMs < reading.takenMs,
  );
}

/** The upward jumps that wait in one unbroken line behind the reading, oldest first. */
function borneOut(
  { facts }: Ground,
  jumps: readonly Waiting[],
  last: Pick<TakenReading, "takenMs" | "count">,
  reading: TakenReading,
): readonly Waiting[] {
  const line: Waiting[] = [];
  let later: Pick<TakenReading, "takenMs" | "count"> = reading;
  for (const jump of jumps) {
    const rise = later.count - jump.count;
    if (rise < 0 || jump.count < last.count) break;
    if (!canHaveRisen(facts, rise, later.takenMs - jump.takenMs)) break;
    line.unshift(jump);
    later = jump;
  }
  return line;
}
