/** A gateway asks to be enrolled: it gets a secret for itself and a short code for a person. */

import { createHash, randomBytes } from "node:crypto";
import { addressOf } from "@mega/access";
import { MegaError, toUtcString } from "@mega/domain";
import type { Enrolment, EnrolmentRequest } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { instantIn } from "../database/row-instants.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { CODE_MS, COUNTED_MS, KEPT_MS, PER_ADDRESS_MAX, WAITING_MAX } from "./enrolment-limits.ts";
import { makeShortCode } from "./short-code.ts";

/**
 * Notes the enrolment. Nothing that the gateway says of itself is believed before a person who may has
 * redeemed the code.
 *
 * @param ip Where it asks from
 * @param waitingMax Enrolments that wait at once; another number in tests
 * @throws MegaError TOO_MANY_ATTEMPTS with `retryAfterS`
 */
export function beginEnrolment(
  { clock, database, counters }: Pick<ServerContext, "clock" | "database" | "counters">,
  request: EnrolmentRequest,
  ip: string,
  waitingMax = WAITING_MAX,
): Promise<Enrolment> {
  const nowMs = clock.nowMs();
  const address = addressOf(ip);
  return database.as({ kind: "job" }, async (tx) => {
    await refuseTooMany(tx, address, nowMs);
    await makePlace(tx, { address, mac: request.mac, nowMs, waitingMax });
    const secret = randomBytes(32).toString("base64url");
    const code = await unusedCode(tx);
    await tx.query(
      `INSERT INTO enrolment (secret_sha256, code, mac, model, address, made_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        createHash("sha256").update(secret).digest(),
        code,
        request.mac,
        request.model,
        address,
        toUtcString(nowMs),
        toUtcString(nowMs + CODE_MS),
      ],
    );
    counters.count("enrolments", "begun");
    return { code, secret, expiresAt: toUtcString(nowMs + CODE_MS) };
  });
}

async function refuseTooMany(tx: Transaction, address: string, nowMs: number): Promise<void> {
  const [oldest] = await tx.query(
    `SELECT made_at FROM enrolment WHERE address = $1 AND made_at > $2
     ORDER BY made_at DESC OFFSET $3 LIMIT 1`,
    [address, toUtcString(nowMs - COUNTED_MS), PER_ADDRESS_MAX - 1],
  );
  if (oldest === undefined) return;
  const waitMs = instantIn(oldest, "made_at") + COUNTED_MS - nowMs;
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  throw new MegaError(
    "TOO_MANY_ATTEMPTS",
    `${PER_ADDRESS_MAX} enrolments were asked for from ${address} within an hour`,
    { hint: `Wait ${retryAfterS} s.`, context: { retryAfterS } },
  );
}

interface Asking {
  readonly address: string;
  readonly mac: string;
  readonly nowMs: number;
  readonly waitingMax: number;
}

/** Forgets what is long over, what the same gateway asked for before, and what is too much. */
async function makePlace(tx: Transaction, asking: Asking): Promise<void> {
  const { address, mac, nowMs, waitingMax } = asking;
  const now = toUtcString(nowMs);
  await tx.query("DELETE FROM enrolment WHERE expires_at < $1 AND gateway_id IS NULL", [
    toUtcString(nowMs - KEPT_MS),
  ]);
  await tx.query(
    `UPDATE enrolment SET closed_at = $3 WHERE address = $1 AND mac = $2
       AND closed_at IS NULL AND redeemed_at IS NULL`,
    [address, mac, now],
  );
  const waiting = "closed_at IS NULL AND redeemed_at IS NULL AND expires_at > $1";
  const [counted] = await tx.query(`SELECT count(*) AS many FROM enrolment WHERE ${waiting}`, [
    now,
  ]);
  if (counted === undefined || numberIn(counted, "many") < waitingMax) return;
  await tx.query(
    `UPDATE enrolment SET closed_at = $1 WHERE enrolment_id = (
       SELECT enrolment_id FROM enrolment WHERE ${waiting} AND address = (
         SELECT address FROM enrolment WHERE ${waiting}
         GROUP BY address ORDER BY count(*) DESC, min(made_at) LIMIT 1)
       ORDER BY made_at, enrolment_id LIMIT 1)`,
    [now],
  );
}

/** One that no other enrolment waits with; the index refuses what another took at the same moment. */
async function unusedCode(tx: Transaction): Promise<string> {
  for (;;) {
    const code = makeShortCode();
    const found = await tx.query(
      "SELECT FROM enrolment WHERE code = $1 AND closed_at IS NULL AND redeemed_at IS NULL",
      [code],
    );
    if (found.length === 0) return code;
  }
}
