/**
 * A change of a channel's figures by a person: the ledger gets the pseudonym, the audit log the name.
 * Names stay out of the ledger, because nothing can be taken out of it.
 */

import type { FastifyRequest } from "fastify";
import type { Access } from "../access/access.ts";
import { actorName, actorPseudonym, addressOf } from "../access/principal.ts";

/** What is changed, by whom. */
export interface RecordedChange {
  readonly access: Pick<Access, "note">;
  readonly request: FastifyRequest;
  /** A stable word of the audit log: "period-started". */
  readonly action: string;
  readonly channelNo: number;
}

/** Does the change as the person who asks, and notes it when it is done. */
export async function recordedChange<Answer>(
  { access, request, action, channelNo }: RecordedChange,
  change: (actor: string) => Promise<Answer>,
): Promise<Answer> {
  const answer = await change(actorPseudonym(request));
  access.note({
    actor: actorName(request),
    action,
    object: `channel:${channelNo}`,
    details: { asked: request.body ?? null },
    fromIp: addressOf(request),
  });
  return answer;
}
