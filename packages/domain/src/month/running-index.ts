/**
 * The index that runs on: what a channel's counter has counted in all, whatever meter was behind it.
 * It is meant for outside programs that keep statistics of a total and take a fall for a fault. An
 * exchange adds nothing and takes nothing away, a rollover adds the whole register, and a new period
 * leaves it as it is. It follows from what the ledger holds and from nothing else, so that it is the
 * same after a restart. No bill is made from it: months are computed from the printed indexes.
 */

import type { ChannelBinding, CounterNo } from "../installation/channel.ts";
import type { Source, SourceNo } from "../installation/source.ts";
import { indexOfCount, worthOfCounts } from "../quantity/index-of-count.ts";
import { add, type Quantity, quantity, subtract } from "../quantity/quantity.ts";
import type { TimedCount } from "../reading/reading.ts";
import type { RolloverAt } from "./consumed.ts";
import { type MeterExchange, type Stretch, stretchesOf } from "./month-stretches.ts";

/** What the index follows from. */
export interface RunningIndexInput {
  readonly counterNo: CounterNo;
  /** Bindings of the channel. */
  readonly bindings: readonly ChannelBinding[];
  readonly exchanges: readonly MeterExchange[];
  readonly rollovers: readonly RolloverAt[];
  readonly sources: ReadonlyMap<SourceNo, Source>;
  /** The newest accepted reading of a source. */
  readonly latest: (sourceNo: SourceNo) => TimedCount | undefined;
  /**
   * Where one meter followed another and nobody recorded an exchange: the printed index of a source
   * at the last accepted reading up to the instant ("end") or the first one from it on ("start").
   */
  readonly edge: (sourceNo: SourceNo, atMs: number, side: "start" | "end") => Quantity | undefined;
}

/** The index that runs on, with the reading it stands on. */
export interface RunningIndex {
  readonly index: Quantity;
  readonly source: Source;
  /** The newest reading: when, and what the meter itself showed. */
  readonly takenAtMs: number;
  readonly meterIndex: Quantity;
}

/**
 * The running index of a counter; undefined before its first reading, and while the newest reading
 * is not known any more. A counter that goes over to another unit or medium begins anew: there is
 * nothing that both could be summed in.
 */
export function runningIndex(input: RunningIndexInput): RunningIndex | undefined {
  const stretches = comparable(stretchesOfAllTime(input), input.sources);
  const last = stretches.at(-1);
  const source = last === undefined ? undefined : input.sources.get(last.sourceNo);
  if (last === undefined || source === undefined) return undefined;
  // The channel shows no such counter any more.
  if (last.toMs !== Number.POSITIVE_INFINITY) return undefined;
  const newest = newestOf(input, last, source);
  if (newest === undefined) return undefined;
  let total = quantity(0, 0, source.unit);
  for (const [position, stretch] of stretches.entries()) {
    const counted = countedIn(input, stretch, position === 0, newest);
    if (counted !== undefined && counted.amount > 0) total = add(total, counted);
  }
  const { takenAtMs, index: meterIndex } = newest;
  return { index: total, source, takenAtMs, meterIndex };
}

/** Where the channel's counter has changed hands without a recorded exchange: edges to look up. */
export function edgesOf(
  input: Pick<RunningIndexInput, "counterNo" | "bindings" | "exchanges">,
): readonly {
  readonly sourceNo: SourceNo;
  readonly atMs: number;
  readonly side: "start" | "end";
}[] {
  const stretches = stretchesOfAllTime(input);
  return stretches.flatMap((stretch, position) => {
    const { sourceNo, fromMs, toMs, begunBy, endedBy } = stretch;
    const start = position > 0 && begunBy === null;
    const end = position < stretches.length - 1 && endedBy === null;
    return [
      ...(start ? [{ sourceNo, atMs: fromMs, side: "start" as const }] : []),
      ...(end ? [{ sourceNo, atMs: toMs, side: "end" as const }] : []),
    ];
  });
}

/** One period over all time: new tenants leave the index as it is. */
const always = {
  tenancyId: "",
  channelNo: 0,
  startedAtMs: Number.NEGATIVE_INFINITY,
  endedAtMs: null,
  opening: { 1: null, 2: null },
};
const allTime = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

function stretchesOfAllTime({
  counterNo,
  bindings,
  exchanges,
}: Pick<RunningIndexInput, "counterNo" | "bindings" | "exchanges">): readonly Stretch[] {
  return stretchesOf(counterNo, allTime, bindings, exchanges, [always]);
}

/** The last stretches that count the same thing in the same unit. */
function comparable(
  stretches: readonly Stretch[],
  sources: ReadonlyMap<SourceNo, Source>,
): readonly Stretch[] {
  const kindOf = ({ sourceNo }: Stretch) => {
    const source = sources.get(sourceNo);
    return source === undefined ? "" : `${source.medium} ${source.unit} ${source.counterId}`;
  };
  const last = stretches.at(-1);
  if (last === undefined) return [];
  const other = stretches.findLastIndex((stretch) => kindOf(stretch) !== kindOf(last));
  return stretches.slice(other + 1);
}

interface Newest {
  readonly takenAtMs: number;
  readonly index: Quantity;
}

/** The newest reading within the last stretch; the start of the meter before its first one. */
function newestOf(input: RunningIndexInput, last: Stretch, source: Source): Newest | undefined {
  const latest = input.latest(last.sourceNo);
  if (latest !== undefined && latest.takenAtMs >= last.fromMs) {
    return { takenAtMs: latest.takenAtMs, index: indexOfCount(source, latest.count) };
  }
  if (last.begunBy === null) return undefined;
  const { atMs: takenAtMs, newStartCount } = last.begunBy;
  return { takenAtMs, index: indexOfCount(source, newStartCount) };
}

/**
 * What a stretch adds: the closing index less the opening one, and the register for each turn. The
 * first stretch adds its whole index: what the meter had counted before it was installed here.
 */
function countedIn(
  input: RunningIndexInput,
  stretch: Stretch,
  isFirst: boolean,
  newest: Newest,
): Quantity | undefined {
  const source = input.sources.get(stretch.sourceNo);
  if (source === undefined) return undefined;
  const { fromMs, toMs, begunBy, endedBy } = stretch;
  const isLast = toMs === Number.POSITIVE_INFINITY;
  const closing = isLast
    ? newest.index
    : endedBy !== null
      ? indexOfCount(source, endedBy.oldEndCount)
      : input.edge(stretch.sourceNo, toMs, "end");
  const opening = isFirst
    ? quantity(0, 0, source.unit)
    : begunBy !== null
      ? indexOfCount(source, begunBy.newStartCount)
      : input.edge(stretch.sourceNo, fromMs, "start");
  if (closing === undefined || opening === undefined) return undefined;
  let counted = subtract(closing, opening);
  if (source.rolloverCount === null) return counted;
  const register = worthOfCounts(source, source.rolloverCount);
  const endMs = isLast ? newest.takenAtMs : toMs;
  for (const { sourceNo, atMs } of input.rollovers) {
    const within = sourceNo === source.sourceNo && atMs > fromMs && atMs <= endMs;
    if (within) counted = add(counted, register);
  }
  return counted;
}
