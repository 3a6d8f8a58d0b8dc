/**
 * A person redeems the code that a gateway shows: from then on the gateway belongs to a building. A
 * gateway that is known by its MAC keeps its number and what it uploaded, and gets another credential.
 */

import { randomBytes } from "node:crypto";
import { MegaError, toUtcString } from "@mega/domain";
import { type Actor, appendAudit } from "../audit/append-audit.ts";
import type { ServerContext } from "../context.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { type BoundGateway, gatewayOfMac } from "../registry/bound-gateway.ts";
import { killCredentials } from "../registry/credentials.ts";
import { endStays } from "../registry/end-stays.ts";
import { isManager, mayBind, noBuilding } from "../registry/rights.ts";
import { endForMove } from "../restore/restore-rows.ts";
import { readShortCode } from "./short-code.ts";
import { noteWrong, refuseTooMany } from "./wrong-codes.ts";

/** A code for a building. */
export interface Redemption {
  /** As it was typed. */
  readonly code: string;
  readonly buildingId: number;
  readonly actor: Actor;
}

/** What the code made. */
export interface Redeemed {
  readonly kind: "enrolled" | "enrolled-again" | "moved";
  readonly gatewayId: number;
  readonly mac: string;
  readonly model: string;
}

type Parts = Pick<ServerContext, "clock" | "database" | "counters">;

/**
 * Binds the gateway.
 *
 * @throws MegaError CODE_REFUSED for a code that does not wait, whatever the reason; NOT_FOUND for a
 *   building that is not his; CONFLICT for a gateway that belongs to somebody else's building;
 *   TOO_MANY_ATTEMPTS after too many wrong codes of this account
 */
export async function redeemCode(parts: Parts, redemption: Redemption): Promise<Redeemed> {
  const { clock, database, counters } = parts;
  const nowMs = clock.nowMs();
  // A wrong code is noted: the transaction that looks for it is not undone.
  const redeemed = await database.as({ kind: "job" }, (tx) => redeemWithin(tx, redemption, nowMs));
  if (redeemed === undefined) {
    counters.count("enrolments", "code-refused");
    throw codeRefused();
  }
  counters.count("enrolments", "redeemed");
  return redeemed;
}

/** As `redeemCode`, as a part of a transaction; undefined for a code that does not wait. */
export async function redeemWithin(
  tx: Transaction,
  redemption: Redemption,
  nowMs: number,
): Promise<Redeemed | undefined> {
  const { actor, buildingId, code } = redemption;
  await refuseTooMany(tx, actor, nowMs);
  if (!(await mayBind(tx, actor, buildingId))) throw noBuilding(buildingId);
  const enrolment = await waitingWith(tx, code, nowMs);
  if (enrolment !== undefined) return bind(tx, { ...redemption, enrolment, nowMs });
  await noteWrong(tx, actor, nowMs);
  return undefined;
}

/** The refusal of a code, whatever is wrong with it. */
export function codeRefused(): MegaError {
  return new MegaError("CODE_REFUSED", "No gateway shows this code", {
    hint: "Type the code that the gateway shows at this moment; each is good for half an hour.",
  });
}

interface Waiting {
  readonly enrolmentId: number;
  readonly mac: string;
  readonly model: string;
  readonly address: string;
}

async function waitingWith(
  tx: Transaction,
  typed: string,
  nowMs: number,
): Promise<Waiting | undefined> {
  const code = readShortCode(typed);
  if (code === undefined) return undefined;
  const [row] = await tx.query(
    `SELECT enrolment_id, mac, model, address FROM enrolment
     WHERE code = $1 AND closed_at IS NULL AND redeemed_at IS NULL AND expires_at > $2 FOR UPDATE`,
    [code, toUtcString(nowMs)],
  );
  if (row === undefined) return undefined;
  return {
    enrolmentId: numberIn(row, "enrolment_id"),
    mac: textIn(row, "mac"),
    model: textIn(row, "model"),
    address: textIn(row, "address"),
  };
}

interface Binding extends Redemption {
  readonly enrolment: Waiting;
  readonly nowMs: number;
}

async function bind(tx: Transaction, binding: Binding): Promise<Redeemed> {
  const { enrolment, nowMs } = binding;
  // Two codes of one gateway at the same moment: one after the other.
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [enrolment.mac]);
  const known = await gatewayOfMac(tx, enrolment.mac);
  const bound =
    known === undefined ? await bindNew(tx, binding) : await bindKnown(tx, binding, known);
  await tx.query(
    `UPDATE enrolment SET redeemed_at = $2, gateway_id = $3, generation = $4, salt = $5
     WHERE enrolment_id = $1`,
    [
      enrolment.enrolmentId,
      toUtcString(nowMs),
      bound.gatewayId,
      known?.generation ?? 1,
      randomBytes(32),
    ],
  );
  return { ...bound, mac: enrolment.mac, model: enrolment.model };
}

type Bound = Pick<Redeemed, "kind" | "gatewayId">;

async function bindNew(tx: Transaction, binding: Binding): Promise<Bound> {
  const { enrolment, nowMs, buildingId, actor } = binding;
  const { mac, model, address } = enrolment;
  const [row] = await tx.query(
    `INSERT INTO gateway (building_id, mac, model, enrolled_at) VALUES ($1, $2, $3, $4)
     RETURNING gateway_id`,
    [buildingId, mac, model, toUtcString(nowMs)],
  );
  const gatewayId = row === undefined ? 0 : numberIn(row, "gateway_id");
  await appendAudit(tx, {
    ...{ atMs: nowMs, actor, action: "gateway-enrolled", buildingId, gatewayId },
    after: { mac, model, askedFrom: address },
  });
  return { kind: "enrolled", gatewayId };
}

async function bindKnown(tx: Transaction, binding: Binding, known: BoundGateway): Promise<Bound> {
  const { enrolment, nowMs, buildingId, actor } = binding;
  const { gatewayId } = known;
  const moves = known.buildingId !== buildingId;
  // Given away by the one, taken by the other; or both are his.
  const mayMove =
    known.offeredBuildingId === buildingId || (await mayBind(tx, actor, known.buildingId));
  if (moves && !mayMove) {
    throw new MegaError("CONFLICT", `Gateway ${enrolment.mac} belongs to another building`, {
      hint: "Its manager must give it to this building first, or revoke it.",
      context: { mac: enrolment.mac },
    });
  }
  const credentials = await killCredentials(tx, gatewayId, nowMs);
  const toOthers =
    moves &&
    !(actor.kind === "account" && (await isManager(tx, actor.accountId, known.buildingId)));
  if (moves) await endForMove(tx, gatewayId, { toOthers });
  const staysEnded = toOthers ? await endStays(tx, gatewayId, nowMs) : 0;
  await tx.query(
    `UPDATE gateway SET building_id = $2, model = $3, offered_building_id = NULL, left_at = NULL
     WHERE gateway_id = $1`,
    [gatewayId, buildingId, enrolment.model],
  );
  const line = { atMs: nowMs, actor, gatewayId };
  const before = { buildingId: known.buildingId, model: known.model, credentials };
  const ended = toOthers ? { staysEnded } : {};
  const after = { buildingId, model: enrolment.model, ...ended };
  const action = moves ? "gateway-moved" : "gateway-enrolled-again";
  const askedFrom = enrolment.address;
  await appendAudit(tx, { ...line, action, buildingId, before, after: { ...after, askedFrom } });
  // Both managers see it in their own building's lines.
  if (moves) {
    await appendAudit(tx, { ...line, action, buildingId: known.buildingId, before, after });
  }
  return { kind: moves ? "moved" : "enrolled-again", gatewayId };
}
