/** Wrong codes by who typed them: whoever guesses waits. Codes of enrolments and of restores count alike. */

import { MegaError, toUtcString } from "@mega/domain";
import type { Actor } from "../audit/append-audit.ts";
import { instantIn } from "../database/row-instants.ts";
import type { Transaction } from "../database/server-database.ts";
import { COUNTED_MS, WRONG_CODES_MAX } from "./enrolment-limits.ts";

/**
 * Only accounts are counted: who is at the machine could look the code up.
 *
 * @throws MegaError TOO_MANY_ATTEMPTS after too many wrong codes of this account
 */
export async function refuseTooMany(tx: Transaction, actor: Actor, nowMs: number): Promise<void> {
  if (actor.kind !== "account") return;
  const [oldest] = await tx.query(
    `SELECT at FROM code_refusal WHERE account_id = $1 AND at > $2
     ORDER BY at DESC OFFSET $3 LIMIT 1`,
    [actor.accountId, toUtcString(nowMs - COUNTED_MS), WRONG_CODES_MAX - 1],
  );
  if (oldest === undefined) return;
  const waitMs = instantIn(oldest, "at") + COUNTED_MS - nowMs;
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  throw new MegaError("TOO_MANY_ATTEMPTS", `${WRONG_CODES_MAX} codes were wrong within an hour`, {
    hint: `Wait ${retryAfterS} s.`,
    context: { retryAfterS },
  });
}

/** Notes one more; those that no longer count go. */
export async function noteWrong(tx: Transaction, actor: Actor, nowMs: number): Promise<void> {
  if (actor.kind !== "account") return;
  const { accountId } = actor;
  await tx.query("DELETE FROM code_refusal WHERE account_id = $1 AND at <= $2", [
    accountId,
    toUtcString(nowMs - COUNTED_MS),
  ]);
  await tx.query("INSERT INTO code_refusal (account_id, at) VALUES ($1, $2)", [
    accountId,
    toUtcString(nowMs),
  ]);
}
