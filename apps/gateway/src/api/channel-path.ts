/** From the channel number of an address to the channel of this gateway, or a refusal. */

import { MegaError } from "@mega/domain";
import type { ChannelPlan } from "../acquisition/meter-plan.ts";
import type { InstalledChannel } from "../config/installation.ts";
import type { ApiContext } from "./api-context.ts";

/** The channel, used or not; NOT_FOUND beyond the model's channels. */
export function installedChannel(context: ApiContext, channelNo: number): InstalledChannel {
  const { channels, model } = context.installation;
  const found = channels.find((channel) => channel.channelNo === channelNo);
  if (found !== undefined) return found;
  const allowed = `1 to ${channels.length} on a ${model}`;
  throw new MegaError("NOT_FOUND", `Channel ${channelNo} does not exist; allowed: ${allowed}`, {
    context: {
      errors: [
        { pointer: "/path/channelNo", code: "not-allowed", params: { value: channelNo, allowed } },
      ],
    },
  });
}

/** The channel with its meter; CONFLICT where no meter is configured. */
export function plannedChannel(context: ApiContext, channelNo: number): ChannelPlan {
  installedChannel(context, channelNo);
  const found = context.planned.plan.channels.find(
    ({ channel }) => channel.channelNo === channelNo,
  );
  if (found !== undefined) return found;
  const params = { value: channelNo, allowed: "a channel with a meter" };
  throw new MegaError("CONFLICT", `Channel ${channelNo} has no meter`, {
    hint: "Name a meter for the channel in the configuration.",
    context: { errors: [{ pointer: "/path/channelNo", code: "no-meter", params }] },
  });
}
