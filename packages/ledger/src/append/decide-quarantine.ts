/**
 * Decides on what a person says about a reading: release, discard, correct. A count that would stand
 * below an earlier or above a later one is refused: a fall waits for the exchange or the rollover that
 * explains it.
 */

import { type Decidable, type Decision, entries, invalid, refused } from "./decision.ts";
import type { Refusal } from "./event.ts";
import { invalidCounts, invalidWhy } from "./field-rules.ts";
import { type LedgerState, quarantineKey } from "./state.ts";

type Event<Kind extends Decidable["kind"]> = Extract<Decidable, { kind: Kind }>;

/** Decides on the release of a reading. */
export function decideRelease(state: LedgerState, event: Event<"quarantine-released">): Decision {
  const open = state.quarantines.get(quarantineKey(event.seq, event.sourceNo));
  if (!open) return notInQuarantine(event.seq);
  const wrong = invalidWhy(event);
  if (wrong) return wrong;
  const last = state.standings.get(event.sourceNo)?.latest;
  if (last && open.takenAtMs >= last.takenAtMs && open.count < last.count) {
    const allowed = `at least ${last.count}; record the exchange or the rollover first`;
    return refused("COUNT_FELL", "count", open.count, allowed);
  }
  if (last && open.takenAtMs < last.takenAtMs && open.count > last.count) {
    return refused("COUNT_FELL", "count", open.count, `at most ${last.count}, which came after`);
  }
  return entries({ ...event, kind: "QuarantineReleased", takenAtMs: open.takenAtMs });
}

/** Decides that a reading is never to count. */
export function decideDiscard(state: LedgerState, event: Event<"quarantine-discarded">): Decision {
  const open = state.quarantines.get(quarantineKey(event.seq, event.sourceNo));
  if (!open) return notInQuarantine(event.seq);
  const discarded = { ...event, kind: "QuarantineDiscarded", takenAtMs: open.takenAtMs } as const;
  return invalidWhy(event) ?? entries(discarded);
}

/** Decides on another count for a stored reading. */
export function decideCorrection(state: LedgerState, event: Event<"reading-corrected">): Decision {
  const wrong = invalidCounts(event, "count") ?? invalidWhy(event);
  if (wrong) return wrong;
  if (event.reading === null) {
    const allowed = "a stored reading of this source, by its entry and time";
    return refused("READING_UNKNOWN", "seq", event.seq, allowed);
  }
  const { rolloverCount = null } = state.sources.get(event.sourceNo) ?? {};
  if (rolloverCount !== null && event.count >= rolloverCount) {
    return invalid("count", event.count, `less than ${rolloverCount}`);
  }
  const { seq, sourceNo, takenAtMs, count, why } = event;
  const { month } = event.reading;
  const corrected = { seq, sourceNo, takenAtMs, month, count, why };
  return refuseFall(state, event) ?? entries({ kind: "ReadingCorrected", ...corrected });
}

/** A corrected count stays between its neighbours, unless something recorded lies between them. */
function refuseFall(state: LedgerState, event: Event<"reading-corrected">): Refusal | undefined {
  const { sourceNo, takenAtMs, count, reading } = event;
  const before = reading?.before;
  if (before && count < before.count && !isBroken(state, sourceNo, before.takenAtMs, takenAtMs)) {
    return refused("COUNT_FELL", "count", count, `at least ${before.count}, which came before`);
  }
  const after = reading?.after;
  if (after && count > after.count && !isBroken(state, sourceNo, takenAtMs, after.takenAtMs)) {
    return refused("COUNT_FELL", "count", count, `at most ${after.count}, which came after`);
  }
  return undefined;
}

/** Whether an exchange or a rollover lies between two instants, so that counts may fall. */
function isBroken(state: LedgerState, sourceNo: number, fromMs: number, toMs: number): boolean {
  const between = (atMs: number) => atMs >= fromMs && atMs <= toMs;
  return (
    state.exchanges.some(
      ({ oldSourceNo, newSourceNo, atMs }) =>
        (oldSourceNo === sourceNo || newSourceNo === sourceNo) && between(atMs),
    ) ||
    state.rollovers.some((rollover) => rollover.sourceNo === sourceNo && between(rollover.atMs))
  );
}

function notInQuarantine(seq: number): Refusal {
  return refused("QUARANTINE_NOT_OPEN", "seq", seq, "a reading that waits in the quarantine");
}
