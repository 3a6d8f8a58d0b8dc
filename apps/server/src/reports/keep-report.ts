/**
 * Puts a report into the queue: its letter and files once, and a mail for each recipient, so that one who
 * refuses it keeps it from nobody. What is settled loses its text and its files.
 */

import { MegaError, toUtcString } from "@mega/domain";
import type { MailFile, MailText } from "@mega/reports";
import { bytesIn, numberIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { refuseFullQueue } from "../mail/mail-queue.ts";
import { bytesOf } from "./draw-report.ts";

/** A report that is ready to go out. */
export interface NewReport {
  readonly gatewayId: number;
  /** Where it stands: whoever it moves to is not shown this report. */
  readonly buildingId: number;
  readonly kind: "report" | "by-hand";
  readonly text: MailText;
  readonly files: readonly MailFile[];
  /** The building, beside the sender's address. */
  readonly senderName: string;
  /** To, then copies. */
  readonly recipients: readonly string[];
  readonly nowMs: number;
}

/** Reports of one gateway in a day. */
export const REPORTS_PER_DAY_MAX = 100;
const DAY_MS = 86_400_000;
/** What is settled is kept so long, to be looked up. */
const KEPT_MS = 90 * DAY_MS;

/**
 * Writes it down; it goes out after the transaction's COMMIT.
 *
 * @returns its number
 * @throws MegaError TOO_MANY_REQUESTS when the gateway had enough for a day, or too many mails wait
 */
export async function keepReport(tx: Transaction, report: NewReport): Promise<number> {
  const { gatewayId, buildingId, text, files, recipients, nowMs } = report;
  await refuseFullQueue(tx);
  if ((await reportsOfDay(tx, gatewayId, nowMs)) >= REPORTS_PER_DAY_MAX) {
    throw new MegaError("TOO_MANY_REQUESTS", `${REPORTS_PER_DAY_MAX} reports went out in a day`, {
      hint: "Each can have six recipients; tomorrow there are more.",
    });
  }
  const [row] = await tx.query(
    `INSERT INTO report_mail (gateway_id, building_id, kind, made_at, subject, sender_name, recipients,
         file_names, size_bytes, body_text, body_html)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING report_id`,
    [
      ...[gatewayId, buildingId, report.kind, toUtcString(nowMs), text.subject, report.senderName],
      ...[recipients, files.map(({ fileName }) => fileName), bytesOf(files), text.text, text.html],
    ],
  );
  const reportId = numberIn(row ?? {}, "report_id");
  for (const [index, { fileName, mediaType, bytes }] of files.entries()) {
    await tx.query(
      `INSERT INTO report_file (gateway_id, report_id, file_no, file_name, media_type, bytes)
         VALUES ($1, $2, $3, $4, $5, $6)`,
      [gatewayId, reportId, index + 1, fileName, mediaType, Buffer.from(bytes)],
    );
  }
  await tx.query(
    `INSERT INTO mail (kind, to_email, about, made_at, next_try_at)
       SELECT 'report', unnest($1::text[]), $2, $3::timestamptz, $3::timestamptz`,
    [recipients, JSON.stringify({ gatewayId, reportId }), toUtcString(nowMs)],
  );
  return reportId;
}

/** How many the gateway had in the last 24 hours. */
export async function reportsOfDay(
  tx: Transaction,
  gatewayId: number,
  nowMs: number,
): Promise<number> {
  const [row] = await tx.query(
    "SELECT count(*)::int AS count FROM report_mail WHERE gateway_id = $1 AND made_at > $2",
    [gatewayId, toUtcString(nowMs - DAY_MS)],
  );
  return numberIn(row ?? {}, "count");
}

/** A report as it goes out. */
export interface KeptReport {
  readonly text: MailText;
  readonly files: readonly MailFile[];
  readonly senderName: string;
  readonly recipients: readonly string[];
}

/** The report; undefined where its text is no longer kept. */
export async function keptReport(
  tx: Transaction,
  { gatewayId, reportId }: { readonly gatewayId: number; readonly reportId: number },
): Promise<KeptReport | undefined> {
  const key = [gatewayId, reportId];
  const [row] = await tx.query(
    `SELECT subject, sender_name, recipients, body_text, body_html FROM report_mail
       WHERE gateway_id = $1 AND report_id = $2 AND body_text IS NOT NULL`,
    key,
  );
  if (row === undefined) return undefined;
  const files = await tx.query(
    `SELECT file_name, media_type, bytes FROM report_file
       WHERE gateway_id = $1 AND report_id = $2 ORDER BY file_no`,
    key,
  );
  return {
    text: {
      subject: textIn(row, "subject"),
      text: textIn(row, "body_text"),
      html: textIn(row, "body_html"),
    },
    files: files.map(fileOf),
    senderName: textIn(row, "sender_name"),
    recipients: row["recipients"] as readonly string[],
  };
}

function fileOf(row: Row): MailFile {
  return {
    fileName: textIn(row, "file_name"),
    mediaType: textIn(row, "media_type"),
    bytes: bytesIn(row, "bytes"),
  };
}

/** Forgets what reports said once no copy of them waits, and what is over altogether. */
export async function sweepReports(tx: Transaction, nowMs: number): Promise<void> {
  const settled = `NOT EXISTS (SELECT FROM mail m WHERE m.kind = 'report' AND m.state = 'waiting'
    AND m.about ->> 'reportId' = r.report_id::text)`;
  await tx.query(
    `DELETE FROM report_file f USING report_mail r
       WHERE (r.gateway_id, r.report_id) = (f.gateway_id, f.report_id)
         AND r.body_text IS NOT NULL AND ${settled}`,
  );
  await tx.query(
    `UPDATE report_mail r SET body_text = NULL, body_html = NULL
       WHERE body_text IS NOT NULL AND ${settled}`,
  );
  await tx.query(`DELETE FROM report_mail r WHERE made_at < $1 AND ${settled}`, [
    toUtcString(nowMs - KEPT_MS),
  ]);
}
