/**
 * Every stay that ever was behind a channel. A stay that is taken from an account, or goes with it,
 * is kept without a name: values by the hour that were private yesterday stay private.
 */

import type { StayBehind } from "@mega/figures";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { KeptAccount } from "./account-store.ts";
import type { Grant } from "./principal.ts";

/** All stays behind a channel, those of now and those of before. */
export function staysBehind({ db }: GatewayDatabase, channelNo: number): readonly StayBehind[] {
  const rows = db
    .prepare(
      `SELECT account_id, hourly, from_ms, to_ms FROM account_grant JOIN account USING (account_id)
       WHERE channel_no = ?
       UNION ALL
       SELECT f.account_id, coalesce(hourly, 0), from_ms, to_ms
       FROM former_stay f LEFT JOIN account a ON a.account_id = f.account_id
       WHERE channel_no = ?`,
    )
    .all(channelNo, channelNo);
  return rows.map((row) => ({
    accountId: row["account_id"] === null ? null : String(row["account_id"]),
    hourly: row["hourly"] === 1,
    fromMs: Number(row["from_ms"]),
    toMs: row["to_ms"] === null ? null : Number(row["to_ms"]),
  }));
}

/**
 * Keeps what an account's stays covered until now and `grants` do not cover any more. Of somebody
 * who never logged in nothing is kept: such a stay may be a slip. Called within a transaction.
 */
export function keepFormerStays(
  { db }: GatewayDatabase,
  before: Pick<KeptAccount, "accountId" | "grants" | "lastLoginAtMs">,
  grants: readonly Grant[],
  nowMs: number,
): void {
  if (before.lastLoginAtMs === null) return;
  const lost = before.grants.filter(({ fromMs }) => fromMs < nowMs);
  for (const { channelNo, fromMs, toMs } of lost) {
    const endMs = Math.min(toMs ?? nowMs, nowMs);
    const isCovered = grants.some(
      (grant) =>
        grant.channelNo === channelNo &&
        grant.fromMs <= fromMs &&
        (grant.toMs === null || grant.toMs >= endMs),
    );
    if (isCovered) continue;
    const place = [before.accountId, channelNo, fromMs, endMs];
    // One row for what is typed over again and again.
    db.prepare(
      `DELETE FROM former_stay
       WHERE account_id = ? AND channel_no = ? AND from_ms >= ? AND to_ms <= ?`,
    ).run(...place);
    db.prepare(
      "INSERT INTO former_stay (account_id, channel_no, from_ms, to_ms) VALUES (?, ?, ?, ?)",
    ).run(...place);
  }
}
