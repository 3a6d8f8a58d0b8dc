/**
 * The guard of what gateways ask: "Authorization: Bearer mega1.<number>.<secret>". Who has no good
 * credential is refused before his body is read, with one answer for whatever is wrong with it.
 */

import { MegaError, toUtcString } from "@mega/domain";
import { readCredential } from "@mega/uplink";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ServerContext } from "../context.ts";
import { instantOrNullIn } from "../database/row-instants.ts";
import { bytesIn, numberIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { closeEnrolments, hashOfSecret } from "./credentials.ts";
import { type CredentialJudgement, judgeCredential } from "./judge-credential.ts";

/** A gateway that has proved who it is. */
export interface GatewayIdentity {
  readonly gatewayId: number;
  /** Of the box that asks; no older one is let through. */
  readonly generation: number;
}

/** Credentials of one gateway that are compared, the newest first. */
const CREDENTIALS_MAX = 20;
/** When a gateway was last heard of is noted no more often. */
const SEEN_EVERY_MS = 60_000;

const identities = new WeakMap<FastifyRequest, GatewayIdentity>();

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * Hears what a box sends that was replaced, before it is refused: the address is one whose body is
     * evidence. Elsewhere its body is not even read.
     */
    onLate?: (late: LateRequest) => Promise<void>;
    /** What the address does notes by itself that the gateway was there. */
    notesSeen?: boolean;
  }
}

/** What a box sends that was replaced. */
export interface LateRequest {
  readonly gatewayId: number;
  readonly body: unknown;
}

/** Lets only gateways through to all addresses of this part. */
export function guardGateways(
  part: FastifyInstance,
  context: Pick<ServerContext, "clock" | "database">,
): void {
  const late = new WeakMap<FastifyRequest, MegaError>();
  part.addHook("onRequest", async (request) => {
    try {
      const { notesSeen = false } = request.routeOptions.config;
      const { authorization } = request.headers;
      identities.set(request, await identifyGateway(context, authorization, { notesSeen }));
    } catch (error) {
      const isLate = error instanceof MegaError && error.code === "GATEWAY_REPLACED";
      if (!isLate || request.routeOptions.config.onLate === undefined) throw error;
      late.set(request, error);
    }
  });
  part.addHook("preHandler", async (request) => {
    const refusal = late.get(request);
    if (refusal === undefined) return;
    const gatewayId = Number(refusal.context["gatewayId"]);
    await request.routeOptions.config.onLate?.({ gatewayId, body: request.body });
    throw refusal;
  });
}

/** Who asks, in a part that is guarded. */
export function gatewayOf(request: FastifyRequest): GatewayIdentity {
  const identity = identities.get(request);
  if (identity === undefined) throw new Error("Broken assumption: an address without its guard");
  return identity;
}

/**
 * Who has this credential.
 *
 * @param authorization The header, as it came
 * @throws MegaError UNAUTHENTICATED; GATEWAY_REPLACED for a box whose place another one took
 */
export async function identifyGateway(
  { clock, database }: Pick<ServerContext, "clock" | "database">,
  authorization: string | undefined,
  { notesSeen = false }: { readonly notesSeen?: boolean } = {},
): Promise<GatewayIdentity> {
  const [, token = ""] = /^Bearer (\S{1,100})$/i.exec(authorization ?? "") ?? [];
  const credential = readCredential(token);
  if (credential === undefined) throw unauthenticated();
  const { gatewayId, secret } = credential;
  const hash = hashOfSecret(secret);
  const nowMs = clock.nowMs();
  const judged = await database.as({ kind: "job" }, async (tx) => {
    const rows = await keptOf(tx, gatewayId);
    const judgement = judge(hash, rows);
    if (judgement.kind === "known") {
      await note(tx, { gatewayId, rows, hash, judgement, notesSeen, nowMs });
    }
    return judgement;
  });
  return identityOf(judged, gatewayId);
}

/**
 * Who proves that he has a credential of this gateway. It is not noted that he was there: what comes
 * through the pipe may have been sent long ago.
 *
 * @param hashOf The hash of the secret that was proved, of those that are kept; undefined for none
 * @throws MegaError UNAUTHENTICATED; GATEWAY_REPLACED for a box whose place another one took
 */
export async function identifyByProof(
  database: ServerContext["database"],
  gatewayId: number,
  hashOf: (kept: readonly Uint8Array[]) => Uint8Array | undefined,
): Promise<GatewayIdentity> {
  const rows = await database.as({ kind: "job" }, (tx) => keptOf(tx, gatewayId));
  const hash = hashOf(rows.map((row) => bytesIn(row, "secret_sha256")));
  if (hash === undefined) throw unauthenticated();
  return identityOf(judge(hash, rows), gatewayId);
}

function identityOf(judged: CredentialJudgement, gatewayId: number): GatewayIdentity {
  switch (judged.kind) {
    case "known":
      return { gatewayId, generation: judged.generation };
    case "replaced":
      throw new MegaError("GATEWAY_REPLACED", "Another box has taken this gateway's place", {
        hint: "Take this box off the net, or ask the manager to undo the restore.",
        context: { gatewayId },
      });
    case "unknown":
      throw unauthenticated();
  }
}

/** A number that no gateway can have is looked for as any other. */
function keptOf(tx: Transaction, gatewayId: number): Promise<readonly Row[]> {
  return tx.often(
    `SELECT secret_sha256, c.generation AS generation, g.generation AS latest, g.seen_at,
       c.revoked_at IS NOT NULL AS dead, g.revoked_at IS NOT NULL AS gone,
       c.used_at IS NOT NULL AS used
     FROM credential c JOIN gateway g USING (gateway_id)
     WHERE c.gateway_id = $1::bigint ORDER BY c.made_at DESC LIMIT $2`,
    [gatewayId, CREDENTIALS_MAX],
  );
}

function judge(hash: Uint8Array, rows: readonly Row[]): CredentialJudgement {
  const [first] = rows;
  const gateway =
    first === undefined
      ? undefined
      : { generation: numberIn(first, "latest"), isRevoked: first["gone"] === true };
  const kept = rows.map((row) => ({
    hash: bytesIn(row, "secret_sha256"),
    generation: numberIn(row, "generation"),
    isRevoked: row["dead"] === true,
    isUsed: row["used"] === true,
  }));
  return judgeCredential(hash, gateway, kept);
}

interface Noting {
  readonly gatewayId: number;
  readonly rows: readonly Row[];
  readonly hash: Uint8Array;
  readonly judgement: { readonly isFirstUse: boolean };
  readonly notesSeen: boolean;
  readonly nowMs: number;
}

/** That the credential was used, which is told once, and that the gateway lives. */
async function note(tx: Transaction, noting: Noting): Promise<void> {
  const { gatewayId, rows, hash, judgement, notesSeen, nowMs } = noting;
  const now = toUtcString(nowMs);
  if (judgement.isFirstUse) {
    await tx.query(
      "UPDATE credential SET used_at = $3 WHERE gateway_id = $1 AND secret_sha256 = $2",
      [gatewayId, hash, now],
    );
    await closeEnrolments(tx, gatewayId, nowMs);
  }
  if (notesSeen) return;
  const [first] = rows;
  const seenMs = first === undefined ? null : instantOrNullIn(first, "seen_at");
  if (seenMs !== null && nowMs - seenMs < SEEN_EVERY_MS) return;
  await tx.query("UPDATE gateway SET seen_at = $2 WHERE gateway_id = $1", [gatewayId, now]);
}

function unauthenticated(): MegaError {
  return new MegaError("UNAUTHENTICATED", "The request carries no credential of a gateway", {
    hint: "Enrol the gateway anew; its credential may have been revoked.",
  });
}
