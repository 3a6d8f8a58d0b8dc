/**
 * Which answers of a meter the rounds must have taken: of a meter on a bus every whole answer in time,
 * of one that sends by itself the newest message that counts when a round looks.
 */

import type { WitnessedAnswer } from "@mega/simulator";
import { clockAt, type GatewayTimes, type Life } from "./gateway-times.ts";
import type { TakenReading } from "./judging.ts";

/** How a meter is heard. */
export interface Hearing {
  readonly kind: "bus" | "message";
  /** The payload tells the device's own time. */
  readonly tellsTime: boolean;
  /** So long a message may be on its way; any other late one was kept by the broker. */
  readonly lateMs: ReadonlySet<number>;
  /** A message older than this is stale. */
  readonly staleAfterMs: number;
}

/** A count of a counter in an answer; null where the answer holds none. */
export type CountIn = (answer: WitnessedAnswer) => number | null;

const aheadMsMax = 300_000;

/** The readings of a counter, in the order in which they were taken. */
export function takenReadings(
  answers: readonly WitnessedAnswer[],
  times: GatewayTimes,
  hearing: Hearing,
  meterId: string,
  countIn: CountIn,
): readonly TakenReading[] {
  const counted = answers.filter((answer) => countIn(answer) !== null);
  return hearing.kind === "bus"
    ? askedReadings(counted, times, countIn)
    : heardReadings(asTheyCame(counted), times, hearing, meterId, countIn);
}

function askedReadings(
  answers: readonly WitnessedAnswer[],
  { clock, lives }: GatewayTimes,
  countIn: CountIn,
): readonly TakenReading[] {
  let at = 0;
  return answers.flatMap((answer) => {
    if (answer.delivered !== "intact") return [];
    while (at < lives.length && (lives[at]?.toMs ?? 0) < answer.leftAtMs) at += 1;
    const life = lives[at];
    // What was asked before a cut and answered after it reached nobody.
    if (life === undefined || answer.leftAtMs < life.fromMs) return [];
    if (answer.leftAtMs > life.storedUntilMs) return [];
    return [readingOf(answer, answer.leftAtMs, clock, countIn)];
  });
}

function readingOf(
  answer: WitnessedAnswer,
  trueMs: number,
  clock: GatewayTimes["clock"],
  countIn: CountIn,
): TakenReading {
  const { offsetMs, vouched } = clockAt(clock, trueMs);
  return {
    takenMs: trueMs + offsetMs,
    trueMs,
    shownMs: answer.atMs,
    count: countIn(answer) ?? 0,
    serial: answer.serial,
    vouched,
  };
}

/** A message that was late on its way comes behind those that were sent after it. */
function asTheyCame(answers: readonly WitnessedAnswer[]): readonly WitnessedAnswer[] {
  return [...answers].sort((a, b) => a.leftAtMs - b.leftAtMs);
}

interface Kept {
  readonly answer: WitnessedAnswer;
  /** By the gateway's clock. */
  readonly receivedMs: number;
  /** By the device's, where it is believed. */
  readonly deviceMs: number | null;
}

function heardReadings(
  answers: readonly WitnessedAnswer[],
  times: GatewayTimes,
  hearing: Hearing,
  meterId: string,
  countIn: CountIn,
): readonly TakenReading[] {
  const readings: TakenReading[] = [];
  let at = 0;
  let life: Life | undefined;
  let kept: Kept | null = null;
  for (const round of times.rounds) {
    if (round.meterId !== null && round.meterId !== meterId) continue;
    if (life === undefined || round.storedMs > life.toMs) {
      life = times.lives.find(({ toMs }) => toMs >= round.storedMs);
      kept = null;
    }
    for (; at < answers.length; at += 1) {
      const answer = answers[at];
      if (answer === undefined || answer.leftAtMs > round.beganMs) break;
      if (life === undefined || answer.leftAtMs < life.fromMs) continue;
      kept = keptAfter(kept, answer, times, hearing);
    }
    if (kept === null || readings.at(-1)?.trueMs === kept.answer.leftAtMs) continue;
    const began = round.beganMs + clockAt(times.clock, round.beganMs).offsetMs;
    const ageMs = began - Math.min(kept.receivedMs, kept.deviceMs ?? kept.receivedMs);
    if (ageMs > hearing.staleAfterMs || ageMs < -5000) continue;
    const { offsetMs } = clockAt(times.clock, kept.answer.leftAtMs);
    const { vouched } = clockAt(times.clock, round.storedMs);
    const reading = readingOf(kept.answer, kept.answer.leftAtMs, times.clock, countIn);
    readings.push({ ...reading, takenMs: kept.answer.leftAtMs + offsetMs, vouched });
  }
  return readings;
}

/** The newest message that counts, once one more has come. */
function keptAfter(
  kept: Kept | null,
  answer: WitnessedAnswer,
  { clock }: GatewayTimes,
  hearing: Hearing,
): Kept | null {
  const onTheWayMs = answer.leftAtMs - answer.atMs;
  const isRetained = answer.delivered === "late" && !hearing.lateMs.has(onTheWayMs);
  if (isRetained || answer.delivered === "spoilt" || answer.delivered === "lost") return kept;
  const receivedMs = answer.leftAtMs + clockAt(clock, answer.leftAtMs).offsetMs;
  if (!hearing.tellsTime) return { answer, receivedMs, deviceMs: null };
  // Not newer by the device's own time than the one kept: it came late, or twice.
  if (kept?.deviceMs != null && answer.atMs <= kept.deviceMs) return kept;
  const believed = answer.atMs <= receivedMs + aheadMsMax;
  return { answer, receivedMs, deviceMs: believed ? answer.atMs : null };
}
