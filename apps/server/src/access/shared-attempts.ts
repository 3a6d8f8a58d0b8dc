/**
 * Tries of logins, counted in the database by the rules of @mega/access: of several processes each knows
 * what was tried at the others. Begun tries of one place take their turn on its row, so that many at once
 * gain nothing; an account alone is never held up.
 */

import { createHash } from "node:crypto";
import {
  PLACE_FORGOTTEN_MS,
  placesOf,
  TRIES_PER_MINUTE_MAX,
  type TriedPlace,
  tooManyAttempts,
  triedOnce,
  waitOf,
} from "@mega/access";
import type { Clock } from "@mega/domain";
import { bytesIn, numberIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";

/** What is counted apart. */
export type TryScope = "login" | "reset";

/** A try that is being checked; it counts as wrong until it has proved right. */
interface SharedAttempt {
  /** It was right: its places start anew. */
  succeeded(): Promise<void>;
}

/** Begins tries. */
export interface SharedAttempts {
  /**
   * @param subject What is tried: "account:anna@example.org".
   * @param ip Where it comes from.
   * @throws MegaError TOO_MANY_ATTEMPTS with the wait in `retryAfterS`
   */
  begin(subject: string, ip: string): Promise<SharedAttempt>;
}

const MINUTE_MS = 60_000;
/** An address from which nobody has logged in for so long is one like any other. */
const KNOWN_MS = 90 * 24 * 60 * MINUTE_MS;
const job = { kind: "job" } as const;

/** Counts a scope's tries in a database. */
export function sharedAttempts(
  { clock, database }: { readonly clock: Clock; readonly database: ServerDatabase },
  scope: TryScope,
): SharedAttempts {
  return {
    async begin(subject, ip) {
      const [own, address] = placesOf(subject, ip).map(hashOf) as [Buffer, Buffer];
      const nowMs = clock.nowMs();
      // Whoever is refused has not tried: the transaction is undone.
      await database.as(job, async (tx) => {
        await countPlaces(tx, { scope, places: [own, address], nowMs });
        await countTogether(tx, { scope, address, nowMs });
      });
      return {
        succeeded: () => database.as(job, (tx) => forgetPlaces(tx, { scope, own, address, nowMs })),
      };
    },
  };
}

/** Takes away what is forgotten. */
export async function sweepTries(tx: Transaction, nowMs: number): Promise<void> {
  await tx.query("DELETE FROM login_try WHERE last_ms < $1", [nowMs - PLACE_FORGOTTEN_MS]);
  await tx.query("DELETE FROM login_minute WHERE minute_no < $1", [minuteOf(nowMs) - 1]);
  await tx.query("DELETE FROM login_known WHERE at_ms < $1", [nowMs - KNOWN_MS]);
}

interface Counting {
  readonly scope: TryScope;
  readonly nowMs: number;
}

async function countPlaces(
  tx: Transaction,
  { scope, places, nowMs }: Counting & { readonly places: readonly Buffer[] },
): Promise<void> {
  // In one order, so that two tries never wait for each other.
  const inOrder = places.toSorted(Buffer.compare);
  await tx.query(
    `INSERT INTO login_try (scope, place_sha256, wrong, open_at_ms, last_ms)
       SELECT $1, place, 0, 0, $3 FROM unnest($2::bytea[]) AS place ON CONFLICT DO NOTHING`,
    [scope, inOrder, nowMs],
  );
  const rows = await tx.query(
    `SELECT place_sha256, wrong, open_at_ms, last_ms FROM login_try
       WHERE scope = $1 AND place_sha256 = ANY ($2::bytea[]) ORDER BY place_sha256 FOR UPDATE`,
    [scope, inOrder],
  );
  const before = rows.map((row) => ({
    place: bytesIn(row, "place_sha256"),
    wrong: numberIn(row, "wrong"),
    openAtMs: numberIn(row, "open_at_ms"),
    lastMs: numberIn(row, "last_ms"),
  }));
  const waitMs = waitOf(before, nowMs);
  if (waitMs > 0) throw tooManyAttempts(waitMs);
  for (const place of before) await writePlace(tx, scope, place.place, triedOnce(place, nowMs));
}

async function writePlace(
  tx: Transaction,
  scope: TryScope,
  place: Uint8Array,
  { wrong, openAtMs, lastMs }: TriedPlace,
): Promise<void> {
  await tx.query(
    `UPDATE login_try SET wrong = $3, open_at_ms = $4, last_ms = $5
       WHERE scope = $1 AND place_sha256 = $2`,
    [scope, place, wrong, openAtMs, lastMs],
  );
}

/** The last of its transaction: everybody takes his turn on this row. */
async function countTogether(
  tx: Transaction,
  { scope, address, nowMs }: Counting & { readonly address: Buffer },
): Promise<void> {
  const known = await tx.query("SELECT FROM login_known WHERE place_sha256 = $1", [address]);
  const minuteNo = minuteOf(nowMs);
  const [row] = await tx.query(
    `INSERT INTO login_minute (scope, minute_no, tries) VALUES ($1, $2, 1)
       ON CONFLICT (scope, minute_no) DO UPDATE SET tries = login_minute.tries + 1 RETURNING tries`,
    [scope, minuteNo],
  );
  const tries = row === undefined ? 0 : numberIn(row, "tries");
  if (tries <= TRIES_PER_MINUTE_MAX || known.length > 0) return;
  throw tooManyAttempts((minuteNo + 1) * MINUTE_MS - nowMs);
}

async function forgetPlaces(
  tx: Transaction,
  { scope, own, address, nowMs }: Counting & { readonly own: Buffer; readonly address: Buffer },
): Promise<void> {
  await tx.query("DELETE FROM login_try WHERE scope = $1 AND place_sha256 = ANY ($2::bytea[])", [
    scope,
    [own, address],
  ]);
  await tx.query(
    `INSERT INTO login_known (place_sha256, at_ms) VALUES ($1, $2)
       ON CONFLICT (place_sha256) DO UPDATE SET at_ms = excluded.at_ms`,
    [address, nowMs],
  );
}

function minuteOf(nowMs: number): number {
  return Math.floor(nowMs / MINUTE_MS);
}

function hashOf(place: string): Buffer {
  return createHash("sha256").update(place).digest();
}
