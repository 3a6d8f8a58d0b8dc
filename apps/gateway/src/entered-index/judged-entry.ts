/** How the ledger would take what a person typed: the same judgement as for any reading. Pure. */

import type { EnteredCounter } from "@mega/contract";
import {
  decimalText,
  indexOfCount,
  isReadByPerson,
  type Judgement,
  type Source,
  subtract,
} from "@mega/domain";
import type { ReadingPlan } from "@mega/installation";
import { type LedgerView, latestReading } from "@mega/ledger";
import type { MeterReading } from "../acquisition/meter-reading.ts";
import { type RoundBatch, roundEvents } from "../acquisition/round-events.ts";

/** What an entry is judged against. */
export interface EntryGround {
  readonly view: LedgerView;
  readonly plan: ReadingPlan;
  readonly tzVersion: string;
  readonly newTenancyId: () => string;
}

/** An entry as the ledger would be told, and how each counter was judged. */
export interface JudgedEntry {
  readonly batch: RoundBatch;
  readonly counters: readonly EnteredCounter[];
}

/** Judges a reading at its own time; the values are sealed under the month in which it was taken. */
export function judgedEntry(ground: EntryGround, reading: MeterReading): JudgedEntry {
  const dueAtMs = Math.min(...reading.counters.map(({ takenAtMs }) => takenAtMs));
  const batch = roundEvents({ ...ground, readings: [reading], cause: "on-demand", dueAtMs });
  const counters = [...batch.judged.values()].map(({ source, judgement }) =>
    enteredCounter(ground.view, source, judgement),
  );
  return { batch, counters };
}

function enteredCounter(view: LedgerView, source: Source, judgement: Judgement): EnteredCounter {
  const latest = latestReading(view, source.sourceNo);
  const count = "count" in judgement ? judgement.count : 0;
  const index = indexOfCount(source, count);
  const verdict = verdictOf(judgement);
  const rises = latest !== undefined && count >= latest.count && verdict !== "refused";
  return {
    counterId: source.counterId,
    verdict,
    reason: judgement.status === "accepted" ? null : judgement.reason,
    mark: isReadByPerson(source) ? "person" : null,
    unit: source.unit,
    index: decimalText(index),
    consumption: rises ? decimalText(subtract(index, indexOfCount(source, latest.count))) : null,
  };
}

/** A fall waits for what explains it; a rise that is too steep may be true when a person says so. */
function verdictOf(judgement: Judgement): EnteredCounter["verdict"] {
  if (judgement.status === "accepted") return "accepted";
  if (judgement.status !== "quarantined") return "refused";
  const mayBeTrue = ["rose-beyond-rating", "sentinel", "possible-rollover"];
  return mayBeTrue.includes(judgement.reason) ? "doubtful" : "refused";
}
