/** Whether a gateway that is back has handed in what it read meanwhile, and whether it read at all. */

import type { Span } from "@mega/domain";
import { numberIn, numberOrNullIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { HeardGateway } from "./silent-gateways.ts";

/** What became of the time of a silence. */
export type Meanwhile =
  /** It read its meters all the time, and everything is here. */
  | { readonly kind: "whole" }
  /** Everything is here, and for a span it read nothing; the longest one. */
  | { readonly kind: "gap"; readonly span: Span }
  /** It still hands in what it read. */
  | { readonly kind: "catching-up" };

/** A gateway reads every hour and sends within ten minutes: its newest round is no older than this. */
const NEWEST_ROUND_MS_MAX = 75 * 60_000;
/** Batches follow each other within seconds: with none for so long there is no further one. */
const PAUSE_MS = 30_000;
/** Rounds farther from each other than this have one missing between them. */
const ROUNDS_APART_MS_MAX = 100 * 60_000;
/** The last round before the silence was due so long before its upload, at most. */
const BEFORE_MS = 2 * 3_600_000;

/** What became of it, by the rounds that the mirror holds. */
export async function meanwhileOf(
  tx: Transaction,
  { gatewayId, ledgerNo, lastMs, heardMs }: HeardGateway,
  nowMs: number,
): Promise<Meanwhile> {
  const values = [gatewayId, ledgerNo, lastMs - BEFORE_MS, nowMs + NEWEST_ROUND_MS_MAX];
  const rounds = `FROM reading
    WHERE gateway_id = $1 AND ledger_no = $2 AND due_at_ms >= $3 AND due_at_ms <= $4`;
  const [newest] = await tx.query(`SELECT max(due_at_ms) AS due_ms ${rounds}`, values);
  const newestMs = newest === undefined ? null : numberOrNullIn(newest, "due_ms");
  const isWhole =
    newestMs !== null && newestMs >= heardMs - NEWEST_ROUND_MS_MAX && nowMs - heardMs >= PAUSE_MS;
  if (!isWhole) return { kind: "catching-up" };
  const [apart] = await tx.query(
    `SELECT from_ms, to_ms FROM (
         SELECT lag(due_at_ms) OVER (ORDER BY due_at_ms) AS from_ms, due_at_ms AS to_ms ${rounds}
       ) AS neighbours
       WHERE to_ms - from_ms > $5 ORDER BY to_ms - from_ms DESC LIMIT 1`,
    [...values, ROUNDS_APART_MS_MAX],
  );
  if (apart === undefined) return { kind: "whole" };
  const span = { fromMs: numberIn(apart, "from_ms"), toMs: numberIn(apart, "to_ms") };
  return { kind: "gap", span };
}
