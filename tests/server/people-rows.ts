/** People and what they may at a server, as rows put there without any page. */

import { toUtcString } from "@mega/domain";
import { numberIn } from "../../apps/server/src/database/row-values.ts";
import type { Transaction } from "../../apps/server/src/database/server-database.ts";

/** Who somebody is. */
export interface NewAccount {
  /** His address is `…@example.org`. */
  readonly at: string;
  readonly name?: string;
  readonly language?: "fr" | "nl" | "de" | "en";
  readonly isOperator?: boolean;
}

/** A person; the number of the account. */
export async function addAccount(
  tx: Transaction,
  { at, name = at, language = "fr", isOperator = false }: NewAccount,
): Promise<number> {
  const [made] = await tx.query(
    `INSERT INTO account (email, name, language, is_operator, made_at)
       VALUES ($1, $2, $3, $4, now()) RETURNING account_id`,
    [`${at}@example.org`, name, language, isOperator],
  );
  return numberIn(made ?? {}, "account_id");
}

/** Makes somebody manager or installer of a gateway's building. */
export async function giveRole(
  tx: Transaction,
  accountId: number,
  gatewayId: number,
  role: "manager" | "installer" = "manager",
): Promise<void> {
  await tx.query(
    "INSERT INTO building_right SELECT building_id, $2, $3 FROM gateway WHERE gateway_id = $1",
    [gatewayId, accountId, role],
  );
}

/** Whose figures a channel's are, and when. */
export interface NewStay {
  readonly gatewayId: number;
  readonly channelNo: number;
  readonly fromMs: number;
  /** Null where it goes on. */
  readonly toMs: number | null;
}

/** Lets somebody see a channel. */
export async function giveStay(
  tx: Transaction,
  accountId: number,
  { gatewayId, channelNo, fromMs, toMs }: NewStay,
): Promise<void> {
  const to = toMs === null ? null : toUtcString(toMs);
  await tx.query(
    `INSERT INTO stay (gateway_id, account_id, channel_no, from_at, to_at)
       VALUES ($1, $2, $3, $4, $5)`,
    [gatewayId, accountId, channelNo, toUtcString(fromMs), to],
  );
}
