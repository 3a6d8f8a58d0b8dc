/** Rows of commands as people and as gateways get them. */

import type { CommandKind, CommandState, PortalCommand } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { CommandAnswer, SentCommand } from "@mega/uplink";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row } from "../database/server-database.ts";

/** What people may read of a command. */
export const shownColumns = `command_id, kind, body, c.generation, given_address, given_at, expires_at,
  state, delivered_at, answer, answered_at`;

/** A command as its building's people see it. `latest`: the generation of the gateway. */
export function portalCommandOf(row: Row, latest: number, nowMs: number): PortalCommand {
  const body = groupIn(row, "body");
  const deliveredMs = instantOrNullIn(row, "delivered_at");
  return {
    commandId: textIn(row, "command_id"),
    kind: textIn(row, "kind") as CommandKind,
    channelNo: channelOf(body),
    asked: body,
    state: stateOf(row, latest, nowMs),
    givenAt: toUtcString(instantIn(row, "given_at")),
    givenBy: textIn(row, "given_address"),
    expiresAt: toUtcString(instantIn(row, "expires_at")),
    deliveredAt: deliveredMs === null ? null : toUtcString(deliveredMs),
    answer: answerOf(row),
  };
}

/** A command as its gateway gets it. */
export function sentCommandOf(row: Row): SentCommand {
  const body = groupIn(row, "body");
  const { secret } = row;
  return {
    commandId: textIn(row, "command_id"),
    kind: textIn(row, "kind"),
    generation: numberIn(row, "generation"),
    issuedAt: toUtcString(instantIn(row, "given_at")),
    expiresAt: toUtcString(instantIn(row, "expires_at")),
    by: textIn(row, "given_address"),
    body: typeof secret === "string" ? { ...body, secret } : body,
  };
}

/** What waits is over when its time is, or when another box has the gateway's place. */
function stateOf(row: Row, latest: number, nowMs: number): CommandState {
  const state = textIn(row, "state") as CommandState;
  if (state !== "queued" && state !== "delivered") return state;
  const isOver = instantIn(row, "expires_at") <= nowMs || numberIn(row, "generation") !== latest;
  return isOver ? "expired" : state;
}

function answerOf(row: Row): PortalCommand["answer"] {
  const answer = row["answer"] as CommandAnswer | null;
  if (answer === null) return null;
  const { at } = answer;
  if (answer.outcome === "done") {
    const { entries, revision } = answer;
    return { at, entries, revision, code: null, detail: null };
  }
  const { code, detail } = answer;
  return { at, entries: [], revision: null, code, detail };
}

/** The channel that a command is about; null where it is about none or all. */
function channelOf(body: Readonly<Record<string, unknown>>): number | null {
  const { channelNo, confirmChannelNo } = body;
  if (typeof confirmChannelNo === "number") return confirmChannelNo;
  return typeof channelNo === "number" ? channelNo : null;
}

function groupIn(row: Row, column: string): Record<string, unknown> {
  return row[column] as Record<string, unknown>;
}
