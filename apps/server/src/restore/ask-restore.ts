/**
 * A box asks to take the place of another. An unknown MAC and a wrong token are refused in the same
 * words and the same time; whoever has the token is told what else stands against it.
 */

import { fieldProblem } from "@mega/contract";
import { type Clock, MegaError, toUtcString } from "@mega/domain";
import type { RestoreAsked, RestoreRequest } from "@mega/uplink";
import { appendAudit } from "../audit/append-audit.ts";
import { bytesOrNullIn, numberIn, textIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { makeShortCode } from "../enrolment/short-code.ts";
import { hashOfSecret } from "../registry/credentials.ts";
import { tellManagers } from "./restore-mail.ts";
import { isTaken } from "./restore-rows.ts";
import { isLargeEnough, isProof, WAITING_MAX, WAITING_MS_MAX } from "./restore-rules.ts";
import type { RestoreTries } from "./restore-tries.ts";

/** What asking stands on. */
export interface AskingPorts {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  readonly tries: RestoreTries;
}

/** The gateway whose place is asked for. */
interface Candidate {
  readonly gatewayId: number;
  readonly buildingId: number;
  readonly building: string;
  readonly model: string;
  /** SHA-256 of the proof, as it is kept. */
  readonly proofSha256: Uint8Array;
}

/**
 * Writes the request down where its proof is right.
 *
 * @param address where it comes from
 * @throws MegaError TOO_MANY_ATTEMPTS, PROOF_REFUSED, CONFLICT when the box is too small or has a
 *   place of its own
 */
export async function askRestore(
  ports: AskingPorts,
  request: RestoreRequest,
  address: string,
): Promise<RestoreAsked> {
  const { clock, database, tries } = ports;
  const nowMs = clock.nowMs();
  const found = await tries.check(address, () =>
    database.as({ kind: "job" }, (tx) => candidateOf(tx, request)),
  );
  if (found === undefined) {
    if (tries.mayNote()) await noteWrong(database, request, { nowMs, address });
    throw new MegaError("PROOF_REFUSED", "MAC and restore token do not belong together", {
      hint: "Compare both with the sheet that was printed when the token was made.",
    });
  }
  return database.as({ kind: "job" }, (tx) => enter(tx, found, request, { nowMs, address }));
}

interface Asked {
  readonly nowMs: number;
  readonly address: string;
}

/** The gateway, where MAC and proof are right. */
async function candidateOf(
  tx: Transaction,
  { oldMac, proof }: RestoreRequest,
): Promise<Candidate | undefined> {
  const [row] = await tx.query(
    `SELECT g.gateway_id, g.building_id, b.name AS building, g.model, c.proof_sha256
       FROM gateway g JOIN building b USING (building_id)
       LEFT JOIN configuration_version v ON v.gateway_id = g.gateway_id AND v.version = (
         SELECT max(version) FROM configuration_version WHERE gateway_id = g.gateway_id)
       LEFT JOIN configuration_content c ON c.gateway_id = v.gateway_id AND c.sha256 = v.sha256
       WHERE g.mac = $1 AND g.revoked_at IS NULL`,
    [oldMac],
  );
  const proofSha256 = row === undefined ? null : bytesOrNullIn(row, "proof_sha256");
  const isRight = isProof(proof, proofSha256);
  if (row === undefined || proofSha256 === null || !isRight) return undefined;
  return {
    gatewayId: numberIn(row, "gateway_id"),
    buildingId: numberIn(row, "building_id"),
    building: textIn(row, "building"),
    model: textIn(row, "model"),
    proofSha256,
  };
}

/** A manager sees that somebody tries; a MAC that is nobody's is noted as well. */
async function noteWrong(
  database: ServerDatabase,
  { oldMac, newMac }: RestoreRequest,
  { nowMs, address }: Asked,
): Promise<void> {
  await database.as({ kind: "job" }, async (tx) => {
    const [row] = await tx.query(
      "SELECT gateway_id, building_id FROM gateway WHERE mac = $1 AND revoked_at IS NULL",
      [oldMac],
    );
    const about =
      row === undefined
        ? {}
        : { gatewayId: numberIn(row, "gateway_id"), buildingId: numberIn(row, "building_id") };
    await appendAudit(tx, {
      atMs: nowMs,
      actor: { kind: "stranger", address },
      action: "restore-refused",
      ...about,
      after: { oldMac, newMac },
    });
  });
}

async function enter(
  tx: Transaction,
  { gatewayId, buildingId, building, model, proofSha256 }: Candidate,
  request: RestoreRequest,
  { nowMs, address }: Asked,
): Promise<RestoreAsked> {
  const { newMac, oldMac } = request;
  if (!isLargeEnough(request.model, model)) {
    throw fieldProblem({
      pointer: "/model",
      value: request.model,
      allowed: `${model} or one with more channels`,
      error: "CONFLICT",
    });
  }
  if (await isTaken(tx, newMac, gatewayId)) {
    throw fieldProblem({
      pointer: "/newMac",
      value: newMac,
      allowed: "a box that has no place of its own at this server",
      error: "CONFLICT",
      hint: "Let the box leave the server first, or have its credential revoked.",
    });
  }
  await makeRoom(tx, gatewayId, newMac);
  const code = makeShortCode();
  const expiresAt = toUtcString(nowMs + WAITING_MS_MAX);
  const [row] = await tx.query(
    `INSERT INTO restore (gateway_id, state, secret_sha256, code_sha256, old_mac, new_mac, old_model,
         new_model, from_address, asked_at, expires_at, proof_sha256)
       VALUES ($1, 'waiting', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING restore_id`,
    [
      gatewayId,
      Buffer.from(request.secretSha256, "hex"),
      hashOfSecret(code),
      oldMac,
      newMac,
      model,
      request.model,
      address,
      toUtcString(nowMs),
      expiresAt,
      proofSha256,
    ],
  );
  const restoreId = row === undefined ? 0 : numberIn(row, "restore_id");
  await appendAudit(tx, {
    atMs: nowMs,
    actor: { kind: "stranger", address },
    action: "restore-asked",
    gatewayId,
    buildingId,
    before: { mac: oldMac, model },
    after: { mac: newMac, model: request.model, restoreId },
  });
  await tellManagers(
    tx,
    { kind: "restore-asked", building, oldMac, newMac },
    { buildingId, nowMs },
  );
  return { restoreId, code, expiresAt };
}

/** What the same box asked before is over; of others the newest few wait on. */
async function makeRoom(tx: Transaction, gatewayId: number, newMac: string): Promise<void> {
  await tx.query(
    `UPDATE restore SET state = 'expired' WHERE gateway_id = $1 AND state = 'waiting' AND
       (new_mac = $2 OR restore_id NOT IN (
         SELECT restore_id FROM restore WHERE gateway_id = $1 AND state = 'waiting'
           ORDER BY restore_id DESC LIMIT $3))`,
    [gatewayId, newMac, WAITING_MAX - 1],
  );
}
