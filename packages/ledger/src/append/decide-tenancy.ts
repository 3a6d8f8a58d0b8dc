/** Decides on the start and the end of a tenancy: one at a time for a channel, never two at once. */

import { type Decidable, type Decision, entries, invalid, refused } from "./decision.ts";
import { invalidChannelNo, invalidTenancyId, isInstant } from "./field-rules.ts";
import { invalidIndexes } from "./figure-rules.ts";
import { type LedgerState, openTenancy } from "./state.ts";

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
  for (const tenancies of state.tenancies.values()) {
    if (tenancies.some((tenancy) => tenancy.tenancyId === tenancyId)) {
      return refused("TENANCY_ID_USED", "tenancyId", tenancyId, "an id never used before");
    }
  }
  const endedAtMs = state.tenancies.get(channelNo)?.at(-1)?.endedAtMs ?? startedAtMs;
  if (!isInstant(startedAtMs) || startedAtMs < endedAtMs) {
    return invalid("startedAtMs", startedAtMs, `from ${endedAtMs} on`);
  }
  return entries({ ...event, kind: "TenancyStarted" });
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
