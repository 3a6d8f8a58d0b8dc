/** Reading on request: all meters, one channel, and how the newest round stands. */

import type { ReadAnswer, RoundState } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { ApiContext } from "./api-context.ts";
import { plannedChannel } from "./channel-path.ts";
import { roundItemOf, roundStateOf } from "./round-answers.ts";

/** POST /rounds: starts a round over all meters, or names the one that runs. */
export function readAll({ runner, planned }: ApiContext): RoundState {
  return roundStateOf(planned.plan, runner.beginAll());
}

/** POST /channels/:channelNo/read: answers when the reading is stored. */
export async function readChannel(context: ApiContext, channelNo: number): Promise<ReadAnswer> {
  const { runner, planned } = context;
  const channel = plannedChannel(context, channelNo);
  refuseTyped(context, channelNo, channel.meterId);
  const record = await runner.runChannel(channelNo);
  return { round: roundStateOf(planned.plan, record), item: roundItemOf(channel, record) };
}

/** A meter without a bus has nobody who would answer. */
function refuseTyped({ planned }: ApiContext, channelNo: number, meterId: string): void {
  if (planned.meters.get(meterId)?.kind !== "manual") return;
  throw fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: "a channel whose meter can be asked; the index of this one is entered by a person",
    code: "typed-only",
    error: "CONFLICT",
  });
}

/** GET /rounds/latest: the round that runs, or the last one since the gateway started. */
export function latestRound({ runner, planned }: ApiContext): RoundState {
  const record = runner.latest;
  if (record === undefined) {
    throw new MegaError("NOT_FOUND", "No round was made since the gateway started", {
      hint: "The next one is at two past the hour; POST /api/v1/rounds makes one at once.",
    });
  }
  return roundStateOf(planned.plan, record);
}
