/**
 * A gateway asks how its enrolment stands, and gets its credential once the code was redeemed. The
 * credential follows from the enrolment's secret, which the gateway has, and a salt, which the server
 * has: it can be given again until it was first used, though it is nowhere kept. Then the salt is
 * forgotten, and the enrolment's secret opens nothing any more.
 */

import { createHmac } from "node:crypto";
import { MegaError, toUtcString } from "@mega/domain";
import { credentialText, type EnrolmentProgress } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { instantIn } from "../database/row-instants.ts";
import { bytesIn, numberIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { hashOfSecret, keepCredential } from "../registry/credentials.ts";
import { COLLECT_MS } from "./enrolment-limits.ts";

const PURPOSE = "mega gateway credential 1";
const bearerForm = /^Bearer ([A-Za-z0-9_-]{43})$/i;

/**
 * How it stands.
 *
 * @param authorization The header with the enrolment's secret, as it came
 * @throws MegaError UNAUTHENTICATED for a secret that there is not, that is over or was used
 */
export async function enrolmentProgress(
  { clock, database }: Pick<ServerContext, "clock" | "database">,
  authorization: string | undefined,
): Promise<EnrolmentProgress> {
  const [, secret] = bearerForm.exec(authorization ?? "") ?? [];
  if (secret === undefined) throw refused();
  const nowMs = clock.nowMs();
  const progress = await database.as({ kind: "job" }, async (tx) => {
    const row = await enrolmentOf(tx, secret, nowMs);
    if (row === undefined) return undefined;
    if (row["gateway_id"] !== null) return collect(tx, { row, secret, nowMs });
    return { state: "waiting" as const, expiresAt: toUtcString(instantIn(row, "expires_at")) };
  });
  if (progress === undefined) throw refused();
  return progress;
}

/** The enrolment, while it waits for its code or for its gateway. */
async function enrolmentOf(
  tx: Transaction,
  secret: string,
  nowMs: number,
): Promise<Row | undefined> {
  const [row] = await tx.query(
    `SELECT e.gateway_id AS gateway_id, e.expires_at, e.salt, e.generation AS generation,
       b.name AS building
     FROM enrolment e
       LEFT JOIN gateway g ON g.gateway_id = e.gateway_id
       LEFT JOIN building b ON b.building_id = g.building_id
     WHERE e.secret_sha256 = $1 AND e.closed_at IS NULL
       AND (e.redeemed_at IS NULL AND e.expires_at > $2
         OR e.redeemed_at > $3 AND g.revoked_at IS NULL AND g.generation = e.generation)`,
    [hashOfSecret(secret), toUtcString(nowMs), toUtcString(nowMs - COLLECT_MS)],
  );
  return row;
}

interface Collecting {
  readonly row: Row;
  readonly secret: string;
  readonly nowMs: number;
}

async function collect(
  tx: Transaction,
  { row, secret, nowMs }: Collecting,
): Promise<EnrolmentProgress> {
  const gatewayId = numberIn(row, "gateway_id");
  const derived = createHmac("sha256", Buffer.from(secret, "base64url"))
    .update(PURPOSE)
    .update(bytesIn(row, "salt"))
    .digest("base64url");
  const generation = numberIn(row, "generation");
  await keepCredential(tx, { gatewayId, secret: derived, generation, atMs: nowMs });
  return {
    state: "redeemed",
    credential: credentialText({ gatewayId, secret: derived }),
    building: textIn(row, "building"),
  };
}

function refused(): MegaError {
  return new MegaError("UNAUTHENTICATED", "No enrolment waits with this secret", {
    hint: "Ask for another enrolment and show its code.",
  });
}
