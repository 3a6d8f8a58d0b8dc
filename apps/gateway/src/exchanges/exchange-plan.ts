/**
 * An exchange as the ledger is told, in one batch: the new sources, the channels bound to them, the
 * four indexes, and what becomes of the readings that wait. A counter set back keeps its source, and
 * its waiting readings are released; another meter is another source, and they are told again as its
 * own. The same plan makes the preview. Pure.
 */

import type { ExchangeRequest } from "@mega/contract";
import type { ClockState, Source, SourceNo, TimedCount } from "@mega/domain";
import { type LedgerEvent, type LedgerView, nextSourceNo } from "@mega/ledger";
import { releaseEvents, settle } from "../quarantine/settle.ts";
import { channelsOf, type MeterCounter } from "./exchanged-counters.ts";
import { type Replayed, replay, replayEvents } from "./replay.ts";
import type { TypedCounter } from "./typed-counts.ts";
import type { WaitingEvidence } from "./waiting-evidence.ts";

/** What an exchange is made of. */
export interface ExchangeInput {
  readonly view: LedgerView;
  readonly kind: ExchangeRequest["kind"];
  readonly atMs: number;
  /** Of the new meter; null where it has none. */
  readonly serialNumber: string | null;
  readonly counters: readonly MeterCounter[];
  readonly typed: readonly TypedCounter[];
  readonly waiting: ReadonlyMap<SourceNo, readonly WaitingEvidence[]>;
  /** How far the wall time can be trusted at this moment. */
  readonly clockState: ClockState;
  readonly why: string;
}

/** A reading that counts once the exchange is recorded. */
export interface CountedReading extends TimedCount {
  readonly sourceNo: SourceNo;
}

/** The exchange as it would be recorded. */
export interface ExchangePlan {
  readonly events: readonly LedgerEvent[];
  /** The channels that show the meter. */
  readonly channels: readonly number[];
  /** Waiting readings that count then, oldest first within a source. */
  readonly counted: readonly CountedReading[];
  /** Waiting readings that wait on. */
  readonly left: number;
}

/** The plan. */
export function planExchange(input: ExchangeInput): ExchangePlan {
  return input.kind === "set-back" ? planSetBack(input) : planNewMeter(input);
}

function planSetBack(input: ExchangeInput): ExchangePlan {
  const { view, counters, typed, atMs, why } = input;
  const replaced = typed.map((one) => replacement(input, one, one.counter.source.sourceNo));
  const settled = typed.map(({ counter, newStartCount }) => {
    const { source, waiting } = counter;
    const from = { takenAtMs: atMs, count: newStartCount };
    return settle(
      source,
      from,
      waiting.filter(({ takenAtMs }) => takenAtMs >= atMs),
    );
  });
  const counted = settled.flatMap(({ released }) => released);
  return {
    events: [...replaced, ...releaseEvents(counted, why)],
    channels: channelsOf(view, counters),
    counted,
    left: settled.reduce((sum, { left }) => sum + left.length, 0),
  };
}

function planNewMeter(input: ExchangeInput): ExchangePlan {
  const { view, counters, typed, atMs, why, clockState } = input;
  const firstNo = nextSourceNo(view);
  const next = counters.map(({ description }, at): Source => {
    return { ...description, sourceNo: firstNo + at, serialNumber: input.serialNumber };
  });
  const replayed: Replayed[] = [];
  const replaced: LedgerEvent[] = [];
  for (const [at, counter] of counters.entries()) {
    const source = next[at];
    if (source === undefined) continue;
    const one = typed.find((candidate) => candidate.counter === counter);
    if (one !== undefined) replaced.push(replacement(input, one, source.sourceNo));
    const start = one === undefined ? null : { takenAtMs: atMs, count: one.newStartCount };
    const waiting = input.waiting.get(counter.source.sourceNo) ?? [];
    replayed.push(...replay({ next: source, start, waiting, clockState }));
  }
  const channels = channelsOf(view, counters);
  return {
    events: [
      ...next.map((source): LedgerEvent => ({ kind: "source-declared", source })),
      ...channels.map((channelNo) => bindingTo(input, channelNo, next)),
      ...replaced,
      ...replayEvents(replayed, why),
    ],
    channels,
    counted: replayed.flatMap(({ item }) => countedOf(item)),
    left: replayed.filter(({ item }) => item?.judgement.status === "quarantined").length,
  };
}

function countedOf(item: Replayed["item"]): readonly CountedReading[] {
  if (item?.judgement.status !== "accepted") return [];
  const { sourceNo, takenAtMs, judgement } = item;
  return [{ sourceNo, takenAtMs, count: judgement.count }];
}

function replacement(
  { atMs, why }: ExchangeInput,
  { counter, oldEndCount, newStartCount }: TypedCounter,
  newSourceNo: SourceNo,
): LedgerEvent {
  const oldSourceNo = counter.source.sourceNo;
  return {
    kind: "meter-replaced",
    oldSourceNo,
    newSourceNo,
    atMs,
    oldEndCount,
    newStartCount,
    why,
  };
}

/** The channel with the new source in place of each old one, from the exchange on. */
function bindingTo(
  { view, counters, atMs }: ExchangeInput,
  channelNo: number,
  next: readonly Source[],
): LedgerEvent {
  const shown = view.bindings.get(channelNo)?.at(-1);
  const successor = (sourceNo: SourceNo | null | undefined): SourceNo | null => {
    const at = counters.findIndex(({ source }) => source.sourceNo === sourceNo);
    return at === -1 ? (sourceNo ?? null) : (next[at]?.sourceNo ?? null);
  };
  const counter1 = successor(shown?.counter1);
  const counter2 = successor(shown?.counter2);
  return { kind: "channel-bound", binding: { channelNo, fromMs: atMs, counter1, counter2 } };
}
