/**
 * What is told of a channel to outside programs, from the ledger's view at its head: the index that
 * runs on of each counter, and whether the meter answers.
 */

import type { ChannelState } from "@mega/contract";
import {
  type CounterNo,
  edgesOf,
  indexOfCount,
  type Medium,
  type Quantity,
  type RunningIndex,
  runningIndex,
  type SourceNo,
  type Unit,
} from "@mega/domain";
import { channelCounters, channelInput, type Known } from "@mega/figures";
import type { ChannelPlan, InstalledMeter } from "@mega/installation";
import { type LedgerHost, type LedgerView, latestReading } from "@mega/ledger";
import { channelState } from "@mega/reports";

/** One counter of a channel. */
export interface CounterFacts {
  /** "import", "volume". */
  readonly counterId: string;
  readonly medium: Medium;
  readonly unit: Unit;
  readonly decimals: number;
  /** Undefined before the first reading. */
  readonly running: RunningIndex | undefined;
  /** The entry of the ledger that holds the newest reading; null before it. */
  readonly seq: number | null;
  readonly held: boolean;
}

/** A channel that is used. */
export interface ChannelFacts {
  readonly channelNo: number;
  readonly name: string;
  readonly state: ChannelState;
  /** Maker and model of the meter. */
  readonly model: string;
  readonly serialNumber: string | null;
  readonly meterId: string;
  /** Whether this kind of meter tells its power. */
  readonly hasPower: boolean;
  readonly counters: readonly CounterFacts[];
}

/** What of the ledger is asked beside its view. */
type Ledger = Pick<LedgerHost, "readingsAround" | "closedMonths">;

/** The used channels, in their order. */
export async function channelFacts(
  ledger: Ledger,
  known: Known,
  nowMs: number,
): Promise<readonly ChannelFacts[]> {
  const facts: ChannelFacts[] = [];
  for (const channel of known.planned.plan.channels) {
    facts.push(await factsOf(ledger, known, channel, nowMs));
  }
  return facts;
}

async function factsOf(
  ledger: Ledger,
  known: Known,
  plan: ChannelPlan,
  nowMs: number,
): Promise<ChannelFacts> {
  const { view, planned } = known;
  const { channelNo, name } = plan.channel;
  const input = channelInput(known, plan.channel);
  const counters: CounterFacts[] = [];
  for (const counter of channelCounters(view, planned.plan, plan)) {
    const { counterNo, description, decimals } = counter;
    const running = await runningIndexOf(ledger, view, channelNo, counterNo);
    const latest = running && latestReading(view, running.source.sourceNo);
    counters.push({
      counterId: description.counterId,
      medium: description.medium,
      unit: description.unit,
      decimals,
      running,
      seq: latest?.seq ?? null,
      held: latest?.mark === "held",
    });
  }
  const { state } = channelState(input, nowMs);
  const model = input.meter?.model ?? "";
  const serialNumber = input.meter?.serialNumber ?? null;
  const { meterId } = plan;
  const hasPower = tellsPower(planned.meters.get(meterId));
  return { channelNo, name, state, model, serialNumber, meterId, hasPower, counters };
}

function tellsPower(installed: InstalledMeter | undefined): boolean {
  switch (installed?.kind) {
    case "modbus":
      return "power" in installed.profile.live;
    case "p1":
      return installed.medium === "electricity";
    default:
      return false;
  }
}

/** The index that runs on of a counter, with the edges that the ledger has to be asked for. */
async function runningIndexOf(
  ledger: Ledger,
  view: LedgerView,
  channelNo: number,
  counterNo: CounterNo,
): Promise<RunningIndex | undefined> {
  const { exchanges, rollovers, sources } = view;
  const bindings = view.bindings.get(channelNo) ?? [];
  const edges = new Map<string, Quantity>();
  for (const { sourceNo, atMs, side } of edgesOf({ counterNo, bindings, exchanges })) {
    const index = await edgeIndex({ ledger, view, channelNo }, sourceNo, atMs, side);
    if (index !== undefined) edges.set(`${sourceNo} ${atMs} ${side}`, index);
  }
  return runningIndex({
    counterNo,
    bindings,
    exchanges,
    rollovers,
    sources,
    latest: (sourceNo) => latestReading(view, sourceNo),
    edge: (sourceNo, atMs, side) => edges.get(`${sourceNo} ${atMs} ${side}`),
  });
}

interface EdgeLedger {
  readonly ledger: Ledger;
  readonly view: LedgerView;
  readonly channelNo: number;
}

/** The reading at the edge; where hourly values were erased, the index that a month was closed with. */
async function edgeIndex(
  { ledger, view, channelNo }: EdgeLedger,
  sourceNo: SourceNo,
  atMs: number,
  side: "start" | "end",
): Promise<Quantity | undefined> {
  const source = view.sources.get(sourceNo);
  if (source === undefined) return undefined;
  // "before" takes in the instant itself, "after" does not.
  const around = await ledger.readingsAround(sourceNo, side === "end" ? atMs : atMs - 1);
  const reading = side === "end" ? around.before : around.after;
  if (reading !== undefined) return indexOfCount(source, reading.count);
  const months = await ledger.closedMonths(channelNo, "0000-01");
  const parts = months.flatMap((month) => month.parts.filter((part) => part.sourceNo === sourceNo));
  return side === "end"
    ? parts.findLast(({ closing }) => closing.atMs <= atMs)?.closing.index
    : parts.find(({ opening }) => opening.atMs >= atMs)?.opening.index;
}
