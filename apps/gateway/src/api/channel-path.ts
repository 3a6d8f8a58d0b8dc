/** From the channel number of an address to the channel of this gateway, or a refusal. */

import type { ChannelPlan } from "../acquisition/meter-plan.ts";
import type { InstalledChannel } from "../config/installation.ts";
import type { ApiContext } from "./api-context.ts";
import { fieldProblem } from "./problem.ts";

/** The channel, used or not; NOT_FOUND beyond the model's channels. */
export function installedChannel(context: ApiContext, channelNo: number): InstalledChannel {
  const { channels } = context.installation;
  const found = channels.find((channel) => channel.channelNo === channelNo);
  if (found !== undefined) return found;
  throw noChannel(context, channelNo);
}

/** The refusal of a channel that is not there, or of which nothing may be known. */
export function noChannel({ installation }: ApiContext, channelNo: number): Error {
  const { channels, model } = installation;
  return fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: `1 to ${channels.length} on a ${model}`,
    error: "NOT_FOUND",
  });
}

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
