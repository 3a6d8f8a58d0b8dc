/** Commands of a gateway as its building's people see them, and taking one back. */

import { COMMANDS_SHOWN_MAX, type CommandList, type PortalCommand } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { Doing } from "../portal/portal-request.ts";
import { portalCommandOf, shownColumns } from "./command-rows.ts";
import { commandedGateway } from "./commanded-gateway.ts";

/** The newest commands of a gateway of one's own building. */
export async function listCommands(
  tx: Transaction,
  gatewayId: number,
  nowMs: number,
): Promise<CommandList> {
  const { generation, buildingId } = await commandedGateway(tx, gatewayId, null);
  const rows = await tx.query(
    `SELECT ${shownColumns} FROM command c WHERE gateway_id = $1 AND building_id = $2
       ORDER BY given_at DESC, command_id LIMIT $3`,
    [gatewayId, buildingId, COMMANDS_SHOWN_MAX],
  );
  return { commands: rows.map((row) => portalCommandOf(row, generation, nowMs)) };
}

/**
 * Takes a command back that the gateway does not have yet.
 *
 * @throws MegaError NOT_FOUND; CONFLICT for one that was delivered, or is somebody else's to take back
 */
export async function withdrawCommand(
  tx: Transaction,
  { actor, nowMs }: Doing,
  { gatewayId, commandId }: { readonly gatewayId: number; readonly commandId: string },
): Promise<PortalCommand> {
  const { buildingId, generation } = await commandedGateway(tx, gatewayId, null);
  // A row that is no longer shown as queued is left alone by its policy.
  const changed = await tx.query(
    `UPDATE command SET state = 'withdrawn'
       WHERE gateway_id = $1 AND building_id = $2 AND command_id = $3 AND state = 'queued'
       RETURNING command_id`,
    [gatewayId, buildingId, commandId],
  );
  const row = await commandOf(tx, gatewayId, commandId);
  if (changed.length === 0) {
    throw new MegaError("CONFLICT", "The command cannot be taken back any more", {
      hint: "The gateway has it, it is over, or another person gave it.",
      context: { state: portalCommandOf(row, generation, nowMs).state },
    });
  }
  const after = { commandId, kind: row["kind"] };
  const action = "command-withdrawn";
  await appendAudit(tx, { atMs: nowMs, actor, action, buildingId, gatewayId, after });
  return portalCommandOf(row, generation, nowMs);
}

async function commandOf(tx: Transaction, gatewayId: number, commandId: string): Promise<Row> {
  const [row] = await tx.query(
    `SELECT ${shownColumns} FROM command c WHERE gateway_id = $1 AND command_id = $2`,
    [gatewayId, commandId],
  );
  if (row !== undefined) return row;
  throw new MegaError("NOT_FOUND", `There is no command ${commandId} of this gateway`, {
    context: { field: "commandId", value: commandId },
  });
}
