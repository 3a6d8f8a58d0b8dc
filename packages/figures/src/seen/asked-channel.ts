/** From a channel number to the channel of a gateway, or a refusal. Pure. */

import { fieldProblem } from "@mega/contract";
import type { Installation, InstalledChannel } from "@mega/installation";

/** Whose channels are asked for. */
interface Ground {
  readonly installation: Pick<Installation, "channels" | "model">;
}

/** The channel, used or not; NOT_FOUND beyond the model's channels. */
export function installedChannel(ground: Ground, channelNo: number): InstalledChannel {
  const { channels } = ground.installation;
  const found = channels.find((channel) => channel.channelNo === channelNo);
  if (found !== undefined) return found;
  throw noChannel(ground, channelNo);
}

/** The refusal of a channel that is not there, or of which nothing may be known. */
export function noChannel({ installation }: Ground, channelNo: number): Error {
  const { channels, model } = installation;
  return fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: `1 to ${channels.length} on a ${model}`,
    error: "NOT_FOUND",
  });
}
