/** From the channel number of an address to the channel of this gateway, or a refusal. */

import { fieldProblem } from "@mega/contract";
import { installedChannel } from "@mega/figures";
import type { ChannelPlan } from "@mega/installation";
import type { ApiContext } from "./api-context.ts";

/** The channel with its meter; CONFLICT where no meter is configured. */
export function plannedChannel(context: ApiContext, channelNo: number): ChannelPlan {
  installedChannel(context, channelNo);
  const found = context.planned.plan.channels.find(
    ({ channel }) => channel.channelNo === channelNo,
  );
  if (found !== undefined) return found;
  throw fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: "a channel with a meter",
    code: "no-meter",
    error: "CONFLICT",
    hint: "Name a meter for the channel in the configuration.",
  });
}

/** Refuses a change whose number typed to confirm is not the channel's. */
export function confirmed(channelNo: number, confirmChannelNo: number): void {
  if (confirmChannelNo === channelNo) return;
  throw fieldProblem({
    pointer: "/confirmChannelNo",
    value: confirmChannelNo,
    allowed: `${channelNo}, the channel of the change`,
    code: "not-confirmed",
  });
}
