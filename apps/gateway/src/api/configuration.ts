/** The configuration over the interface: looked at, checked, saved, put back. */

import type { ProposalQuery, Revision, RevisionCause, SaveAnswer } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { actorName } from "../access/principal.ts";
import type { ConfigurationDesk, Saver } from "../configuration/configuration-desk.ts";
import type { Handlers } from "./server.ts";

type ConfigurationHandlers = Pick<
  Handlers,
  | "configuration"
  | "saveConfiguration"
  | "checkConfiguration"
  | "configurationRevisions"
  | "configurationRevision"
  | "restoreRevision"
>;

/** The handlers of the configuration. */
export function configurationHandlers(desk: ConfigurationDesk): ConfigurationHandlers {
  return {
    configuration: (_request, reply) => withTag(reply, desk.current()),
    async saveConfiguration(request, reply) {
      const { proposal, cause } = proposalNamed(desk, request);
      const asked = { document: request.body, basedOn: revisionAsked(request), proposal };
      return withTag(reply, await desk.save(asked, saverOf(request, cause)));
    },
    checkConfiguration: (request) =>
      desk.check(request.body, proposalNamed(desk, request).proposal),
    configurationRevisions: () => desk.revisions(),
    configurationRevision: (request) => desk.revision(revisionNamed(request)),
    async restoreRevision(request, reply) {
      const saver = saverOf(request, "restore");
      const revision = revisionNamed(request);
      return withTag(reply, await desk.restore(revision, revisionAsked(request), saver));
    },
  };
}

/** The revision is the entity tag: who saves sends back the tag of what he read. */
function withTag<Answer extends Revision | SaveAnswer>(
  reply: FastifyReply,
  answer: Answer,
): Answer {
  reply.header("etag", `"${answer.revision}"`).header("cache-control", "no-store");
  return answer;
}

/** The proposal that the document comes from; one that is forgotten would lose its secrets. */
function proposalNamed(desk: ConfigurationDesk, request: FastifyRequest) {
  const { proposal } = request.query as ProposalQuery;
  if (proposal === undefined) return { proposal, cause: "page" } as const;
  const kept = desk.proposals.find(proposal);
  if (kept !== undefined) return { proposal, cause: kept.cause };
  throw fieldProblem({
    pointer: "/query/proposal",
    value: proposal,
    allowed: "a proposal of the last 15 minutes",
    hint: "Read the file in once more.",
  });
}

function revisionNamed(request: FastifyRequest): number {
  return (request.params as { readonly revision: number }).revision;
}

/** The revision that the change was made from, of If-Match. */
function revisionAsked(request: FastifyRequest): number {
  const tag = request.headers["if-match"];
  const [, revision] = /^"(\d{1,9})"$/.exec(tag ?? "") ?? [];
  if (revision !== undefined) return Number(revision);
  throw fieldProblem({
    pointer: "/header/if-match",
    value: tag,
    allowed: 'the ETag of GET /configuration, such as "3"',
    code: tag === undefined ? "required" : "format",
    hint: "Read the configuration first and send its ETag back in If-Match.",
  });
}

function saverOf(request: FastifyRequest, cause: RevisionCause): Saver {
  const isMachine = request.principal?.kind === "machine";
  return {
    actor: actorName(request),
    fromIp: isMachine ? null : (request.ip ?? null),
    cause: isMachine && cause === "page" ? "machine" : cause,
  };
}
