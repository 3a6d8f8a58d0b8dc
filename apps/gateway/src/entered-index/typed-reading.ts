/** From the indexes a person typed to the one form of a reading that rounds know. Pure. */

import type { EnteredIndexRequest } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { type CounterId, parseInstant, toUtcString } from "@mega/domain";
import type { InstalledManualMeter } from "@mega/installation";
import { countOfTyped, type ManualCounter } from "@mega/profiles";
import type { CounterReading, MeterReading } from "../acquisition/meter-reading.ts";

/** The span in which the reading lies: after the last one, not in the future. */
export interface ReadingWindow {
  /** Exclusive; null before the first reading. */
  readonly afterMs: number | null;
  /** Inclusive. */
  readonly untilMs: number;
}

/** The instant asked for; refused outside the window. */
export function instantAsked(
  pointer: string,
  text: string,
  { afterMs, untilMs }: ReadingWindow,
): number {
  const atMs = parseInstant(text);
  if (atMs === undefined) {
    throw fieldProblem({ pointer, value: text, allowed: "an instant that exists", code: "format" });
  }
  if (atMs > untilMs) {
    const allowed = `up to ${toUtcString(untilMs)}, which is now`;
    throw fieldProblem({ pointer, value: text, allowed, code: "in-future" });
  }
  if (afterMs !== null && atMs <= afterMs) {
    const allowed = `after ${toUtcString(afterMs)}, the last reading`;
    throw fieldProblem({ pointer, value: text, allowed, code: "not-newer" });
  }
  return atMs;
}

/** What is typed and when it was read. */
export interface TypedIndexes {
  readonly counters: EnteredIndexRequest["counters"];
  readonly atMs: number;
  /** Counters that the channels show; all of them are typed. */
  readonly wanted: readonly CounterId[];
}

/** The reading; refused where a counter is missing, unknown, or no number the display can show. */
export function typedReading(
  { meter, counters }: InstalledManualMeter,
  { counters: typed, atMs, wanted }: TypedIndexes,
): MeterReading {
  const known = counters.filter(({ counterId }) => wanted.includes(counterId));
  const strange = typed.findIndex(
    ({ counterId }, at) =>
      !known.some((one) => one.counterId === counterId) ||
      typed.findIndex((other) => other.counterId === counterId) !== at,
  );
  if (strange >= 0) {
    const allowed = `each of ${wanted.join(", ")} once`;
    const value = typed[strange]?.counterId;
    throw fieldProblem({ pointer: `/counters/${strange}/counterId`, value, allowed });
  }
  return {
    meterId: meter.id,
    counters: known.map((counter) => counterReading(counter, typed, atMs)),
    live: [],
    latencyMs: null,
  };
}

function counterReading(
  counter: ManualCounter,
  typed: TypedIndexes["counters"],
  atMs: number,
): CounterReading {
  const { counterId, unit } = counter;
  const at = typed.findIndex((one) => one.counterId === counterId);
  const index = typed[at]?.index;
  if (index === undefined) {
    const allowed = `the index of ${counterId} as well`;
    throw fieldProblem({ pointer: "/counters", value: null, allowed, code: "required" });
  }
  const read = countOfTyped(counter, index);
  if (read.kind === "refused") {
    const { code, allowed } = read;
    throw fieldProblem({ pointer: `/counters/${at}/index`, value: index, allowed, code });
  }
  return {
    counterId,
    observed: { kind: "count", count: read.count },
    raw: new TextEncoder().encode(`${index} ${unit}`),
    takenAtMs: atMs,
  };
}
