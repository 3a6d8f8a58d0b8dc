/**
 * From what the meters gave to what the ledger is told, as one batch: sources that answer for the
 * first time, channels bound to them, the round itself, and first tenancies. Pure: the ledger's view
 * and the readings decide everything.
 */

import {
  type CounterNo,
  indexOfCount,
  type Judgement,
  judgeReading,
  type Observation,
  type Quantity,
  type Source,
  type SourceNo,
} from "@mega/domain";
import { sourceFinder } from "@mega/figures";
import type { ChannelPlan, MeterPlan, PlannedCounter, ReadingPlan } from "@mega/installation";
import {
  bindingAt,
  type LedgerEvent,
  type LedgerView,
  latestReading,
  nextSourceNo,
  type OpenQuarantine,
  quarantineKey,
  type RoundCause,
  type RoundItem,
  waitingBySource,
} from "@mega/ledger";
import type { CounterReading, MeterReading } from "./meter-reading.ts";

/** What a batch is made from. */
export interface RoundInput {
  readonly view: LedgerView;
  readonly plan: ReadingPlan;
  readonly readings: readonly MeterReading[];
  readonly cause: RoundCause;
  readonly dueAtMs: number;
  /** Version of the time-zone rules in use. */
  readonly tzVersion: string;
  /** 16 random bytes, hexadecimal, anew at each call. */
  readonly newTenancyId: () => string;
}

/** The batch, and how each source was judged. */
export interface RoundBatch {
  readonly events: readonly LedgerEvent[];
  readonly judged: ReadonlyMap<
    SourceNo,
    { readonly source: Source; readonly judgement: Judgement }
  >;
}

/** The batch for one round; no events when nothing was asked. */
export function roundEvents(input: RoundInput): RoundBatch {
  const { view, plan, readings } = input;
  const events: LedgerEvent[] = [];
  if (view.zone?.timeZone !== plan.timeZone) {
    events.push({ kind: "zone-set", timeZone: plan.timeZone, tzVersion: input.tzVersion });
  }
  const sources = declareSources(input, events);
  bindChannels(input, sources, events);
  const judged = new Map<SourceNo, { source: Source; judgement: Judgement }>();
  const waiting = waitingBySource(view);
  const ground = { view, sources, waiting };
  const items = readings.flatMap((reading) => itemsOf(ground, reading, judged));
  if (items.length > 0) {
    events.push({ kind: "round-taken", cause: input.cause, dueAtMs: input.dueAtMs, items });
  }
  startTenancies(input, sources, items, events);
  return { events, judged };
}

/** Sources of the meters in the batch, by meter and counter; new ones are declared. */
type SourcesByCounter = Map<string, Map<string, Source>>;

/** A meter's sources are declared together, with its serial number, when it first gives a count. */
function declareSources(input: RoundInput, events: LedgerEvent[]): SourcesByCounter {
  const sources: SourcesByCounter = new Map();
  const plans = new Map(input.plan.meters.map((entry) => [entry.meter.id, entry]));
  const sourceOf = sourceFinder(input.view);
  let sourceNo = nextSourceNo(input.view);
  for (const reading of input.readings) {
    const plan = plans.get(reading.meterId);
    if (plan === undefined) continue;
    const ofMeter = new Map<string, Source>();
    sources.set(reading.meterId, ofMeter);
    const answered = reading.counters.some((counter) => counter.observed.kind === "count");
    for (const counter of plan.counters) {
      const known = sourceOf(counter.source);
      if (known !== undefined) {
        ofMeter.set(counter.counterId, known);
      } else if (answered) {
        const source = newSource(sourceNo++, plan, counter, reading);
        events.push({ kind: "source-declared", source });
        ofMeter.set(counter.counterId, source);
      }
    }
  }
  return sources;
}

function newSource(
  sourceNo: SourceNo,
  plan: MeterPlan,
  counter: PlannedCounter,
  reading: MeterReading,
): Source {
  const serialNumber = reading.serialNumber ?? plan.meter.serialNumber ?? null;
  return { ...counter.source, sourceNo, serialNumber };
}

/** A channel is bound when its sources exist and differ from what it shows. */
function bindChannels(input: RoundInput, sources: SourcesByCounter, events: LedgerEvent[]): void {
  for (const channel of channelsRead(input)) {
    const counter1 = sourceNoOf(sources, channel, 1);
    const counter2 = sourceNoOf(sources, channel, 2);
    if (counter1 === null && counter2 === null) continue;
    const { channelNo } = channel.channel;
    const bound = bindingAt(input.view, channelNo, Number.MAX_SAFE_INTEGER);
    if (bound?.counter1 === counter1 && bound.counter2 === counter2) continue;
    const fromMs = firstTakenAtMs(input.readings, channel.meterId);
    events.push({ kind: "channel-bound", binding: { channelNo, fromMs, counter1, counter2 } });
  }
}

function channelsRead(input: RoundInput): readonly ChannelPlan[] {
  const ids = new Set(input.readings.map((reading) => reading.meterId));
  return input.plan.channels.filter((channel) => ids.has(channel.meterId));
}

function sourceNoOf(
  sources: SourcesByCounter,
  channel: ChannelPlan,
  counterNo: CounterNo,
): SourceNo | null {
  const counterId = channel.counters[counterNo];
  if (counterId === null) return null;
  return sources.get(channel.meterId)?.get(counterId)?.sourceNo ?? null;
}

function firstTakenAtMs(readings: readonly MeterReading[], meterId: string): number {
  const counters = readings.find((reading) => reading.meterId === meterId)?.counters ?? [];
  return Math.min(...counters.map((counter) => counter.takenAtMs));
}

/** What readings are judged on. */
interface JudgingGround {
  readonly view: LedgerView;
  readonly sources: SourcesByCounter;
  /** Open quarantines by source, oldest first. */
  readonly waiting: ReadonlyMap<SourceNo, readonly OpenQuarantine[]>;
}

/** Every counter of the meter that has a source, judged. */
function itemsOf(
  { view, sources, waiting }: JudgingGround,
  reading: MeterReading,
  judged: Map<SourceNo, { source: Source; judgement: Judgement }>,
): RoundItem[] {
  const ofMeter = sources.get(reading.meterId);
  return reading.counters.flatMap((counter) => {
    const source = ofMeter?.get(counter.counterId);
    if (source === undefined) return [];
    const again = judgedBefore(view, source, counter);
    if (again !== undefined) {
      judged.set(source.sourceNo, { source, judgement: again });
      return [];
    }
    const observation = observationOf(source, counter, reading.serialNumber);
    const judgement = judgeReading({
      source,
      last: latestReading(view, source.sourceNo) ?? null,
      discarded: view.discardedJumps.get(source.sourceNo) ?? null,
      quarantined: waiting.get(source.sourceNo) ?? [],
      observation,
    });
    judged.set(source.sourceNo, { source, judgement });
    const changed =
      reading.serialNumber !== undefined && reading.serialNumber !== source.serialNumber;
    return [
      {
        sourceNo: source.sourceNo,
        takenAtMs: counter.takenAtMs,
        judgement,
        raw: counter.raw,
        ...(changed ? { serialNumber: reading.serialNumber ?? "" } : {}),
      },
    ];
  });
}

/**
 * The judgement of a reading that the newest round of its source already holds: a message or a
 * telegram that nothing newer has followed, read again. It is told, and not stored twice.
 */
function judgedBefore(
  view: LedgerView,
  source: Source,
  { observed, takenAtMs }: CounterReading,
): Judgement | undefined {
  const standing = view.standings.get(source.sourceNo);
  const outcome = standing?.lastOutcome;
  if (observed.kind !== "count" || outcome?.atMs !== takenAtMs) return undefined;
  if (outcome.status === "accepted" && standing?.latest !== null && standing !== undefined) {
    return { status: "accepted", count: standing.latest.count };
  }
  if (outcome.status !== "quarantined") return undefined;
  const waiting = view.quarantines.get(quarantineKey(outcome.seq, source.sourceNo));
  if (waiting === undefined || waiting.count !== observed.count) return undefined;
  return { status: "quarantined", count: waiting.count, reason: waiting.reason };
}

function observationOf(
  source: Source,
  counter: CounterReading,
  serialNumber: string | undefined,
): Observation {
  return {
    sourceNo: source.sourceNo,
    takenAtMs: counter.takenAtMs,
    observed: counter.observed,
    raw: counter.raw,
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}

/** A channel's first accepted reading starts its first tenancy: First init. */
function startTenancies(
  input: RoundInput,
  sources: SourcesByCounter,
  items: readonly RoundItem[],
  events: LedgerEvent[],
): void {
  for (const channel of channelsRead(input)) {
    const { channelNo } = channel.channel;
    if ((input.view.tenancies.get(channelNo)?.length ?? 0) > 0) continue;
    const opening = {
      1: openingOf(sources, channel, 1, items),
      2: openingOf(sources, channel, 2, items),
    };
    if (opening[1] === null && opening[2] === null) continue;
    events.push({
      kind: "tenancy-started",
      tenancyId: input.newTenancyId(),
      channelNo,
      startedAtMs: firstTakenAtMs(input.readings, channel.meterId),
      opening,
    });
  }
}

function openingOf(
  sources: SourcesByCounter,
  channel: ChannelPlan,
  counterNo: CounterNo,
  items: readonly RoundItem[],
): Quantity | null {
  const counterId = channel.counters[counterNo];
  if (counterId === null) return null;
  const source = sources.get(channel.meterId)?.get(counterId);
  if (source === undefined) return null;
  const item = items.find((entry) => entry.sourceNo === source.sourceNo);
  if (item?.judgement.status !== "accepted") return null;
  return indexOfCount(source, item.judgement.count);
}
