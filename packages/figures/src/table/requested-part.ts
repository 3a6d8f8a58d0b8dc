/** From a wish to send the table to a part of it, or a refusal. Pure. */

import type { MailRequest } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { monthOf } from "@mega/domain";
import type { Installation } from "@mega/installation";
import type { TablePart } from "./counters.ts";

/** The part asked for; months newest first. */
export function requestedPart(
  request: MailRequest,
  installation: Installation,
  nowMs: number,
): TablePart {
  const channels = requestedChannels(request.channels, installation);
  const months = requestedMonths(request.months, monthOf(nowMs, installation.timeZone));
  return {
    ...(channels === undefined ? {} : { channels }),
    ...(months === undefined ? {} : { months }),
  };
}

function requestedChannels(
  asked: MailRequest["channels"],
  { channels, model }: Installation,
): ReadonlySet<number> | undefined {
  if (asked === undefined) return undefined;
  const stranger = asked.find((channelNo) => channelNo > channels.length);
  if (stranger === undefined) return new Set(asked);
  throw fieldProblem({
    pointer: "/channels",
    value: stranger,
    allowed: `1 to ${channels.length} on a ${model}; left out for all`,
  });
}

function requestedMonths(asked: MailRequest["months"], running: string): string[] | undefined {
  if (asked === undefined) return undefined;
  const months = [...new Set(asked)].sort().reverse();
  const newest = months[0];
  if (newest === undefined || newest <= running) return months;
  throw fieldProblem({
    pointer: "/months",
    value: newest,
    allowed: `months up to ${running}, which is running`,
    code: "in-future",
  });
}
