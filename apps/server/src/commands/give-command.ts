/** Gives a command to a gateway, in the name of a person who may; it waits until the gateway asks. */

import { randomBytes } from "node:crypto";
import { COMMANDS_OPEN_MAX, type CommandKind, type PortalCommand } from "@mega/contract";
import { MegaError, toUtcString } from "@mega/domain";
import { COMMAND_BODY_LENGTH_MAX } from "@mega/uplink";
import { type Actor, appendAudit } from "../audit/append-audit.ts";
import type { Identity } from "../database/roles.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { portalCommandOf, shownColumns } from "./command-rows.ts";
import { type CommandedGateway, commandedGateway } from "./commanded-gateway.ts";

/** Who gives it. */
export interface Giver {
  readonly identity: Extract<Identity, { readonly kind: "account" }>;
  readonly actor: Actor;
  /** His mail address: what the gateway notes. */
  readonly email: string;
  readonly nowMs: number;
}

/** What is given. */
export interface GivenCommand {
  readonly gatewayId: number;
  readonly kind: CommandKind;
  /** What its kind carries; the people of the building see it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What only the gateway may read, in its body as `secret`. */
  readonly secret?: string;
  /** So long the gateway may carry it out. */
  readonly validMs: number;
}

/** Commands that are over and kept of a gateway; older ones go. */
const KEPT_MAX = 500;

/**
 * Gives it, in a transaction in the person's name.
 *
 * @throws MegaError NOT_FOUND for a gateway that is not his, FORBIDDEN for a kind that is not, CONFLICT for
 *   one that was revoked or has too many, REQUEST_INVALID for a body that is too large
 */
export async function giveCommand(
  tx: Transaction,
  { identity, actor, email, nowMs }: Giver,
  given: GivenCommand,
): Promise<PortalCommand> {
  const { gatewayId, kind, body, secret = null, validMs } = given;
  const gateway = await commandedGateway(tx, gatewayId, kind);
  refuseLarge(body);
  await refuseTooMany(tx, gatewayId, nowMs);
  const commandId = randomBytes(16).toString("hex");
  const { buildingId, generation } = gateway;
  const rows = [gatewayId, commandId, buildingId, kind, JSON.stringify(body), secret, generation];
  const [row] = await tx.query(
    `INSERT INTO command AS c (gateway_id, command_id, building_id, kind, body, secret, generation,
         given_by, given_address, given_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${shownColumns}`,
    [...rows, identity.accountId, email, toUtcString(nowMs), toUtcString(nowMs + validMs)],
  );
  if (row === undefined) throw new Error("Broken assumption: what is added comes back");
  const after = { commandId, kind, asked: body };
  const action = "command-given";
  await appendAudit(tx, { atMs: nowMs, actor, action, buildingId, gatewayId, after });
  await forgetOld(tx, gateway, nowMs);
  await tx.become(identity);
  return portalCommandOf(row, generation, nowMs);
}

function refuseLarge(body: GivenCommand["body"]): void {
  const { length } = JSON.stringify(body);
  if (length <= COMMAND_BODY_LENGTH_MAX) return;
  const allowed = `at most ${COMMAND_BODY_LENGTH_MAX} characters`;
  throw new MegaError("REQUEST_INVALID", `The command has ${length} characters; ${allowed}`, {
    context: { field: "body", value: length, allowed },
  });
}

async function refuseTooMany(tx: Transaction, gatewayId: number, nowMs: number): Promise<void> {
  const [row] = await tx.query(
    `SELECT count(*)::int AS count FROM command WHERE gateway_id = $1
       AND state IN ('queued', 'delivered') AND expires_at > $2`,
    [gatewayId, toUtcString(nowMs)],
  );
  if (row === undefined || numberIn(row, "count") < COMMANDS_OPEN_MAX) return;
  throw new MegaError("CONFLICT", `${COMMANDS_OPEN_MAX} commands wait for this gateway`, {
    hint: "Withdraw one, or wait until the gateway has answered.",
  });
}

/** Secrets whose time is over, and commands beyond those that are kept. */
async function forgetOld(
  tx: Transaction,
  { gatewayId }: CommandedGateway,
  nowMs: number,
): Promise<void> {
  await tx.become({ kind: "job" });
  await tx.query(
    `UPDATE command SET secret = NULL
       WHERE gateway_id = $1 AND secret IS NOT NULL AND expires_at <= $2`,
    [gatewayId, toUtcString(nowMs)],
  );
  await tx.query(
    `DELETE FROM command WHERE gateway_id = $1 AND expires_at <= $2 AND command_id IN (
       SELECT command_id FROM command WHERE gateway_id = $1 ORDER BY given_at DESC OFFSET $3)`,
    [gatewayId, toUtcString(nowMs), KEPT_MAX],
  );
}
