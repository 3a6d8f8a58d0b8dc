/**
 * The index of every counter at the start of a new period: read at once, taken from the readings
 * around, or typed from the display. Each way refuses what it cannot answer for.
 */

import type { NewPeriodRequest } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { type CounterNo, type IndexAt, indexOfCount, type Source } from "@mega/domain";
import type { ChannelCounter } from "@mega/figures";
import {
  type LedgerHost,
  type LedgerView,
  type TenancyRecord,
  waitingBySource,
} from "@mega/ledger";
import { fixedIndexAt } from "./fixed-index.ts";
import type { PeriodEnd } from "./period-end.ts";
import { judgeTypedIndex } from "./typed-index.ts";

/** The index of a counter where a period begins. */
export interface OpeningIndex {
  readonly counterNo: CounterNo;
  readonly source: Source;
  readonly at: IndexAt;
}

/**
 * The counters as the meter answered just now. A counter that never gave a value has no index; one
 * that gave none this time refuses the start.
 *
 * @param reasons Why a counter has no accepted reading of this round, by counter.
 */
export function indexesRead(
  view: LedgerView,
  counters: readonly ChannelCounter[],
  reasons: ReadonlyMap<CounterNo, string>,
): readonly OpeningIndex[] {
  const found = counters.flatMap(({ counterNo, source }) => {
    const latest = source && view.standings.get(source.sourceNo)?.latest;
    if (source === undefined || latest === undefined || latest === null) return [];
    const reason = reasons.get(counterNo);
    if (reason !== undefined) throw noReading("/index/kind", `counter ${counterNo}: ${reason}`);
    return [{ counterNo, source, latest }];
  });
  if (found.length === 0) throw noReading("/index/kind", "the meter was never read");
  // Counters of one meter are asked one after another: the period begins when all have answered.
  const atMs = Math.max(...found.map(({ latest }) => latest.takenAtMs));
  return found.map(({ counterNo, source, latest }) => ({
    counterNo,
    source,
    at: {
      atMs,
      index: indexOfCount(source, latest.count),
      method: "actual",
      evidence: [latest.seq],
    },
  }));
}

/** The counters from the readings around the start, or from an index that stands there already. */
export function indexesInterpolated(
  view: LedgerView,
  end: PeriodEnd,
  atMs: number,
): readonly OpeningIndex[] {
  const found = end.counters.flatMap(({ counterNo, source, index }) => {
    if ((view.standings.get(source.sourceNo)?.latest ?? null) === null) return [];
    const at = fixedIndexAt(view, source.sourceNo, atMs) ?? index;
    if (at === null || at.method === "latest") {
      throw noReading("/effectiveAt", `counter ${counterNo}: no reading on both sides`);
    }
    return [{ counterNo, source, at: { ...at, atMs } }];
  });
  if (found.length === 0) throw noReading("/effectiveAt", "the meter was never read");
  return found;
}

type TypedValues = Extract<NewPeriodRequest["index"], { kind: "person" }>["values"];

/** What typed indexes are held against. */
export interface TypedInput {
  readonly ledger: Pick<LedgerHost, "readingsAround">;
  readonly view: LedgerView;
  readonly end: PeriodEnd;
  readonly tenancy: TenancyRecord;
  readonly atMs: number;
  readonly values: TypedValues;
}

/** The counters as a person read them from the display. */
export async function indexesTyped(input: TypedInput): Promise<readonly OpeningIndex[]> {
  const { end, view, values } = input;
  refuseStrangers(values, end);
  const found: OpeningIndex[] = [];
  for (const { counterNo, source } of end.counters) {
    const at = values.findIndex((value) => value.counterNo === counterNo);
    const typed = values[at];
    if (typed !== undefined) {
      const pointer = `/index/values/${at}/index`;
      found.push({
        counterNo,
        source,
        at: await typedIndex(input, source, counterNo, typed.index, pointer),
      });
    } else if ((view.standings.get(source.sourceNo)?.latest ?? null) !== null) {
      const allowed = `a value for each counter: ${end.counters.map((one) => one.counterNo).join(", ")}`;
      throw fieldProblem({
        pointer: "/index/values",
        value: values.length,
        allowed,
        code: "required",
      });
    }
  }
  return found;
}

async function typedIndex(
  { ledger, view, tenancy, atMs }: TypedInput,
  source: Source,
  counterNo: CounterNo,
  typed: string,
  pointer: string,
): Promise<IndexAt> {
  const fixed = fixedIndexAt(view, source.sourceNo, atMs);
  const around = await ledger.readingsAround(source.sourceNo, atMs);
  const opening = tenancy.opening[counterNo];
  const waiting = waitingBySource(view).get(source.sourceNo) ?? [];
  const held = { opening, around, waiting, fixed: fixed?.index };
  const judged = judgeTypedIndex({ typed, source, atMs, ...held });
  if (judged.kind === "refused") {
    throw fieldProblem({ pointer, value: typed, allowed: judged.allowed, code: judged.code });
  }
  if (fixed !== undefined) return { ...fixed, atMs };
  return { atMs, index: judged.index, method: "person", evidence: [] };
}

/** Every value belongs to a counter of the channel, and each counter has one. */
function refuseStrangers(values: TypedValues, end: PeriodEnd): void {
  const known = end.counters.map(({ counterNo }) => counterNo);
  for (const [at, { counterNo }] of values.entries()) {
    const first = values.findIndex((value) => value.counterNo === counterNo);
    const isKnown = known.some((one) => one === counterNo);
    if (isKnown && first === at) continue;
    const pointer = `/index/values/${at}/counterNo`;
    const allowed = isKnown ? "each counter once" : known.join(", ") || "none: no counter was read";
    throw fieldProblem({ pointer, value: counterNo, allowed });
  }
}

function noReading(pointer: string, why: string): Error {
  const allowed = "an index that a reading tells, or one typed from the display";
  return fieldProblem({
    pointer,
    value: why,
    allowed,
    code: "no-reading",
    error: "CONFLICT",
    hint: "Type the index from the display of the meter.",
  });
}
