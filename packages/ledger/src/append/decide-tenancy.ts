/**
 * Decides on the start and the end of a tenancy, and on taking a start back: one at a time for a
 * channel, never two at once.
 */

import { type Decidable, type Decision, entries, invalid, refused } from "./decision.ts";
import { invalidChannelNo, invalidTenancyId, invalidWhy, isInstant } from "./field-rules.ts";
import { invalidIndexes } from "./figure-rules.ts";
import { type LedgerState, openTenancy, type TenancyRecord } from "./state.ts";

type Event<Kind extends Decidable["kind"]> = Extract<Decidable, { kind: Kind }>;

/** Decides on the first init of a tenancy. */
export function decideTenancyStart(state: LedgerState, event: Event<"tenancy-started">): Decision {
  const { channelNo, tenancyId, startedAtMs } = event;
  const wrong = invalidChannelNo(channelNo) ?? invalidIndexes("opening", event.opening);
  if (wrong) return wrong;
  const open = openTenancy(state, channelNo);
  if (open) return refused("TENANCY_OPEN", "channelNo", channelNo, `end ${open.tenancyId} first`);
  const wrongId = invalidTenancyId(tenancyId);
  if (wrongId) return wrongId;
  if (isUsed(state, tenancyId)) {
    return refused("TENANCY_ID_USED", "tenancyId", tenancyId, "an id never used before");
  }
  const endedAtMs = state.tenancies.get(channelNo)?.at(-1)?.endedAtMs ?? startedAtMs;
  if (!isInstant(startedAtMs) || startedAtMs < endedAtMs) {
    return invalid("startedAtMs", startedAtMs, `from ${endedAtMs} on`);
  }
  return entries({ ...event, kind: "TenancyStarted" });
}

function isUsed({ tenancies, undoneTenancies }: LedgerState, tenancyId: string): boolean {
  if (undoneTenancies.has(tenancyId)) return true;
  return [...tenancies.values()].flat().some((tenancy) => tenancy.tenancyId === tenancyId);
}

/** Decides on the end of a tenancy. */
export function decideTenancyEnd(state: LedgerState, event: Event<"tenancy-ended">): Decision {
  const { channelNo, tenancyId, endedAtMs } = event;
  const wrong = invalidIndexes("closing", event.closing);
  if (wrong) return wrong;
  const open = openTenancy(state, channelNo);
  if (open?.tenancyId !== tenancyId) {
    const allowed = open ? open.tenancyId : "none: no tenancy is open";
    return refused("TENANCY_NOT_OPEN", "tenancyId", tenancyId, allowed);
  }
  if (!isInstant(endedAtMs) || endedAtMs < open.startedAtMs) {
    return invalid("endedAtMs", endedAtMs, `from ${open.startedAtMs} on`);
  }
  return entries({ ...event, kind: "TenancyEnded" });
}

/** Decides on taking back the newest tenancy, which followed another without a gap. */
export function decideTenancyUndo(state: LedgerState, event: Event<"tenancy-undone">): Decision {
  const { channelNo, tenancyId } = event;
  const wrong = invalidChannelNo(channelNo) ?? invalidWhy(event);
  if (wrong) return wrong;
  const open = openTenancy(state, channelNo);
  if (open?.tenancyId !== tenancyId) {
    const allowed = open ? open.tenancyId : "none: no tenancy is open";
    return refused("TENANCY_NOT_OPEN", "tenancyId", tenancyId, allowed);
  }
  const before = state.tenancies.get(channelNo)?.at(-2);
  if (before === undefined || before.endedAtMs !== open.startedAtMs) {
    const allowed = "a tenancy that follows another without a gap";
    return refused("TENANCY_NOT_UNDOABLE", "tenancyId", tenancyId, allowed);
  }
  const { tenancyId: resumedId } = before;
  const indexSeqs = indexesWith(state, open, before.endedSeq ?? open.startedSeq);
  return entries({ ...event, kind: "TenancyUndone", resumedId, indexSeqs });
}

/**
 * The opening indexes that were fixed with a tenancy: they stand right before the end of the one
 * before it, in the same batch.
 */
function indexesWith(state: LedgerState, tenancy: TenancyRecord, endedSeq: number): number[] {
  const seqs: number[] = [];
  for (const { seq, purpose, index } of state.recordedIndexes.toReversed()) {
    if (seq > endedSeq) continue;
    const isNext = seq === endedSeq - seqs.length - 1;
    if (!isNext || purpose !== "opening" || index.atMs !== tenancy.startedAtMs) break;
    seqs.unshift(seq);
  }
  return seqs;
}
