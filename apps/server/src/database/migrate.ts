/** Brings the database to today's form: forward only, each step once. */

import { createHash } from "node:crypto";
import { MegaError } from "@mega/domain";
import type { PoolClient } from "pg";
import type { Migration } from "./migration.ts";
import { rolesSql } from "./roles.ts";

/** Two servers that start together take their turn; any number that nobody else uses. */
const LOCK = 726_562_433;

/**
 * Applies the steps that are missing, within the caller's transaction.
 *
 * @throws MegaError DATABASE_FOREIGN when a step was applied that this version does not know, or has
 *   in another form
 */
export async function migrate(client: PoolClient, migrations: readonly Migration[]): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
  await client.query(
    "CREATE TABLE IF NOT EXISTS migration (no int PRIMARY KEY, name text NOT NULL, hash text NOT NULL)",
  );
  const { rows } = await client.query<{ name: string; hash: string }>(
    "SELECT name, hash FROM migration ORDER BY no",
  );
  for (const [at, { name, hash }] of rows.entries()) {
    const known = migrations[at];
    if (known?.name === name && hashOf(known) === hash) continue;
    throw new MegaError("DATABASE_FOREIGN", `The database has step "${name}"`, {
      hint: "Another version of MEGA wrote it. Start that version, or restore a backup.",
      context: { step: name },
    });
  }
  if (rows.length === 0) await client.query(rolesSql);
  for (const [at, migration] of migrations.entries()) {
    if (at < rows.length) continue;
    await client.query(migration.sql);
    await client.query("INSERT INTO migration (no, name, hash) VALUES ($1, $2, $3)", [
      at,
      migration.name,
      hashOf(migration),
    ]);
  }
}

function hashOf({ sql }: Migration): string {
  return createHash("sha256").update(sql).digest("hex");
}
