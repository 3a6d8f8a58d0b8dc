/** Keeps what a gateway says came of a command. Only its own word makes a command confirmed. */

import { isDeepStrictEqual } from "node:util";
import { MegaError, toUtcString } from "@mega/domain";
import type { CommandAnswer } from "@mega/uplink";
import { appendAudit } from "../audit/append-audit.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row, ServerDatabase, Transaction } from "../database/server-database.ts";
import type { GatewayIdentity } from "../registry/gateway-guard.ts";

/** What came of an answer: `noted` for the first time, or known already. */
export type AnswerOutcome = "noted" | "known";

/**
 * Keeps the answer.
 *
 * @throws MegaError NOT_FOUND for a command that is not this gateway's; CONFLICT where another answer
 *   stands, or the command was taken back
 */
export function answerCommand(
  database: ServerDatabase,
  { gatewayId }: GatewayIdentity,
  commandId: string,
  { answer, nowMs }: { readonly answer: CommandAnswer; readonly nowMs: number },
): Promise<AnswerOutcome> {
  return database.as({ kind: "gateway", gatewayId }, async (tx) => {
    const [row] = await tx.query(
      "SELECT * FROM command WHERE gateway_id = $1 AND command_id = $2 FOR UPDATE",
      [gatewayId, commandId],
    );
    if (row === undefined) throw unknownCommand(commandId);
    const kept = row["answer"];
    // Whoever says "I did that before" to a command that was answered says nothing new.
    if (isDeepStrictEqual(kept, answer) || (kept !== null && isReplayed(answer))) return "known";
    if (kept !== null || row["state"] === "withdrawn") throw otherAnswer(row);
    await keep(tx, row, answer, nowMs);
    return "noted";
  });
}

async function keep(
  tx: Transaction,
  row: Row,
  answer: CommandAnswer,
  nowMs: number,
): Promise<void> {
  const gatewayId = numberIn(row, "gateway_id");
  const commandId = textIn(row, "command_id");
  const state = answer.outcome === "done" ? "confirmed" : "refused";
  await tx.query(
    `UPDATE command SET state = $3, answer = $4, answered_at = $5, secret = NULL
       WHERE gateway_id = $1 AND command_id = $2`,
    [gatewayId, commandId, state, JSON.stringify(answer), toUtcString(nowMs)],
  );
  await appendAudit(tx, {
    atMs: nowMs,
    actor: { kind: "gateway", gatewayId },
    action: "command-answered",
    buildingId: numberIn(row, "building_id"),
    gatewayId,
    after: { commandId, kind: row["kind"], ...answer },
  });
}

function isReplayed(answer: CommandAnswer): boolean {
  return answer.outcome === "refused" && answer.code === "replayed";
}

function unknownCommand(commandId: string): MegaError {
  return new MegaError("NOT_FOUND", `There is no command ${commandId} for this gateway`, {
    context: { field: "commandId", value: commandId, allowed: "one that was handed over to it" },
  });
}

function otherAnswer(row: Row): MegaError {
  const state = textIn(row, "state");
  return new MegaError("CONFLICT", `The command is ${state} already; its first answer stands`, {
    context: { field: "commandId", value: textIn(row, "command_id"), state },
  });
}
