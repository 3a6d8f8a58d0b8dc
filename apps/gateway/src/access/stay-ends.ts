/**
 * What a new period does to the stays behind its channel. The stays lie in gateway.db and the periods
 * in the ledger, so that no transaction holds both: a stay ends before its period is written and goes
 * on only after it was taken back. What fails between shows too little, and is mended at the next
 * start; it never shows too much.
 */

import type { LedgerView } from "@mega/ledger";
import type { GatewayDatabase } from "../store/gateway-database.ts";

/** A period of a channel as far as stays end with it. */
export interface EndingPeriod {
  readonly tenancyId: string;
  readonly channelNo: number;
  readonly startedAtMs: number;
}

/** A stay that was taken away with a period that never was. */
interface RemovedStay {
  readonly accountId: string;
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** Ends stays and lets them go on. */
export class StayEnds {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** Ends the stays that a period begins within. */
  endWith({ tenancyId, channelNo, startedAtMs }: EndingPeriod): void {
    const within = "channel_no = ? AND from_ms < ? AND (to_ms IS NULL OR to_ms > ?)";
    const place = [channelNo, startedAtMs, startedAtMs];
    this.#database.transaction(() => {
      this.#run(
        `INSERT INTO stay_end (tenancy_id, account_id, channel_no, from_ms, ended_at_ms, to_ms)
         SELECT ?, account_id, channel_no, from_ms, ?, to_ms FROM account_grant WHERE ${within}`,
        tenancyId,
        startedAtMs,
        ...place,
      );
      this.#run(`UPDATE account_grant SET to_ms = ? WHERE ${within}`, startedAtMs, ...place);
    });
  }

  /** Lets the stays that ended with a period go on; one that was changed since stays as it is. */
  goOnWithout(tenancyId: string): void {
    this.#database.transaction(() => {
      const ended = this.#all("SELECT * FROM stay_end WHERE tenancy_id = ?", tenancyId);
      for (const { account_id, channel_no, from_ms, ended_at_ms, to_ms } of ended) {
        this.#run(
          `UPDATE account_grant SET to_ms = ?
           WHERE account_id = ? AND channel_no = ? AND from_ms = ? AND to_ms = ?`,
          ...([to_ms, account_id, channel_no, from_ms, ended_at_ms] as (string | number | null)[]),
        );
      }
      this.#run("DELETE FROM stay_end WHERE tenancy_id = ?", tenancyId);
    });
  }

  /** Takes away the stays that began with a period or after it; the result gives them back. */
  removeFrom({ channelNo, startedAtMs }: Omit<EndingPeriod, "tenancyId">): () => void {
    const place = [channelNo, startedAtMs];
    const removed = this.#all(
      "SELECT * FROM account_grant WHERE channel_no = ? AND from_ms >= ?",
      ...place,
    ).map(
      (row): RemovedStay => ({
        accountId: String(row["account_id"]),
        fromMs: Number(row["from_ms"]),
        toMs: row["to_ms"] === null ? null : Number(row["to_ms"]),
      }),
    );
    this.#run("DELETE FROM account_grant WHERE channel_no = ? AND from_ms >= ?", ...place);
    return () => {
      for (const { accountId, fromMs, toMs } of removed) {
        this.#run(
          "INSERT INTO account_grant (account_id, channel_no, from_ms, to_ms) VALUES (?, ?, ?, ?)",
          accountId,
          channelNo,
          fromMs,
          toMs,
        );
      }
    };
  }

  /**
   * At the start: lets stays go on whose period was never written, or was taken back. A ledger that
   * is not understood to its end may hold periods that are not known here.
   */
  mend({ tenancies, notUnderstood }: Pick<LedgerView, "tenancies" | "notUnderstood">): void {
    if (notUnderstood !== null) return;
    const standing = new Set([...tenancies.values()].flat().map(({ tenancyId }) => tenancyId));
    for (const row of this.#all("SELECT DISTINCT tenancy_id FROM stay_end")) {
      const tenancyId = String(row["tenancy_id"]);
      if (!standing.has(tenancyId)) this.goOnWithout(tenancyId);
    }
  }

  #all(sql: string, ...values: (string | number)[]): Record<string, unknown>[] {
    return this.#database.db.prepare(sql).all(...values);
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#database.db.prepare(sql).run(...values);
  }
}
