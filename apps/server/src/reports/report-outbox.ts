/** What became of reports: each with all of its copies, as the interface shows it. */

import type { MailState, OutboxMail } from "@mega/contract";
import { assert, toUtcString } from "@mega/domain";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { GatewayPlace } from "./report-schedules.ts";

/** A copy of a report: the mail to one recipient. */
export interface ReportCopy {
  readonly to: string;
  readonly state: "waiting" | "sent" | "dropped" | "given-up";
  /** Attempts begun. */
  readonly attempts: number;
  readonly nextTryAtMs: number;
  /** What the mail server said last; null before it was asked. */
  readonly reply: string | null;
  readonly settledAtMs: number | null;
}

/** Which reports. */
interface Page {
  readonly before: number;
  readonly limit: number;
}

/** Reports of a gateway in its building, newest first; what was mailed elsewhere is others'. */
export async function reportOutbox(
  tx: Transaction,
  { gatewayId, buildingId }: GatewayPlace,
  { before, limit }: Page,
): Promise<OutboxMail[]> {
  const reports = await tx.query(
    `SELECT report_id, kind, made_at, subject, recipients, file_names, size_bytes FROM report_mail
       WHERE gateway_id = $1 AND building_id = $2 AND report_id < $3
       ORDER BY report_id DESC LIMIT $4`,
    [gatewayId, buildingId, Math.min(before, 2_147_483_647), limit],
  );
  const ids = reports.map((row) => String(numberIn(row, "report_id")));
  const mails = await tx.query(
    `SELECT about ->> 'reportId' AS report, to_email, state, attempts, next_try_at, reply, settled_at
       FROM mail WHERE kind = 'report' AND about ->> 'reportId' = ANY($1) ORDER BY mail_id`,
    [ids],
  );
  const copies = Map.groupBy(mails, (row) => textIn(row, "report"));
  return reports.map((row, index) =>
    outboxOf(row, (copies.get(ids[index] ?? "") ?? []).map(copyOf)),
  );
}

function outboxOf(row: Row, copies: readonly ReportCopy[]): OutboxMail {
  const kind = textIn(row, "kind");
  assert(kind === "report" || kind === "by-hand", "a report has its kind");
  return {
    mailNo: numberIn(row, "report_id"),
    kind,
    subject: textIn(row, "subject"),
    recipients: row["recipients"] as string[],
    files: row["file_names"] as string[],
    sizeBytes: numberIn(row, "size_bytes"),
    createdAt: toUtcString(instantIn(row, "made_at")),
    doubted: false,
    reason: null,
    ...fateOf(copies),
  };
}

function copyOf(row: Row): ReportCopy {
  return {
    to: textIn(row, "to_email"),
    state: textIn(row, "state") as ReportCopy["state"],
    attempts: numberIn(row, "attempts"),
    nextTryAtMs: instantIn(row, "next_try_at"),
    reply: row["reply"] === null ? null : textIn(row, "reply"),
    settledAtMs: instantOrNullIn(row, "settled_at"),
  };
}

type Fate = Pick<
  OutboxMail,
  "state" | "attempts" | "nextTryAt" | "sentAt" | "replyCode" | "reply" | "refused"
>;

/** Where a report stands by its copies: one that still waits says more than those that are settled. */
export function fateOf(copies: readonly ReportCopy[]): Fate {
  const waiting = copies.filter(({ state }) => state === "waiting");
  const sent = copies.filter(({ state }) => state === "sent");
  const lost = copies.filter(({ state }) => state === "given-up" || state === "dropped");
  const state = stateOf(waiting, sent.length > 0);
  const reply = (waiting[0] ?? (sent.length > 0 ? sent.at(-1) : lost.at(-1)))?.reply ?? "";
  const code = /^([2-5]\d\d)[ -]/.exec(reply)?.[1];
  const tries = waiting.map(({ nextTryAtMs }) => nextTryAtMs);
  const ends = sent.flatMap(({ settledAtMs }) => settledAtMs ?? []);
  return {
    state,
    attempts: Math.max(0, ...copies.map(({ attempts }) => attempts)),
    nextTryAt: state === "failed" ? toUtcString(Math.min(...tries)) : null,
    sentAt: state === "sent" && ends.length > 0 ? toUtcString(Math.max(...ends)) : null,
    replyCode: code === undefined ? null : Number(code),
    reply,
    refused: lost.map((copy) => ({ address: copy.to, reply: copy.reply ?? "" })),
  };
}

function stateOf(waiting: readonly ReportCopy[], anySent: boolean): MailState {
  if (waiting.length === 0) return anySent ? "sent" : "given-up";
  if (waiting.some(({ attempts }) => attempts === 0)) return "queued";
  return waiting.some(({ reply }) => reply === null) ? "sending" : "failed";
}
