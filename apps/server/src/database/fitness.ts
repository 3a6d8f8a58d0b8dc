/**
 * Whether a database keeps what it commits. The settings are read back as they are in force for our own
 * sessions, wherever they were written: a server that believes in a COMMIT that no disk has seen would
 * let gateways forget what it lost.
 */

import { MegaError } from "@mega/domain";
import type { PoolClient } from "pg";

/** Each with the values that serve. */
const needed: Readonly<Record<string, readonly string[]>> = {
  fsync: ["on"],
  full_page_writes: ["on"],
  // All of these wait for the own disk; the others for that of standbys besides.
  synchronous_commit: ["on", "local", "remote_write", "remote_apply"],
};
/** PostgreSQL 15, as the server numbers it. */
const VERSION_MIN = 150_000;

/**
 * Asks it.
 *
 * @throws MegaError DATABASE_UNFIT that names the setting
 */
export async function assertFit(client: Pick<PoolClient, "query">): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name = ANY($1)",
    [[...Object.keys(needed), "server_version_num"]],
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  const fault = fitnessFault(settings);
  if (fault === undefined) return;
  throw new MegaError("DATABASE_UNFIT", fault, {
    hint: "What such a database commits can be lost; no gateway may rely on it.",
  });
}

/** What is wrong with these settings; undefined when nothing is. */
export function fitnessFault(settings: ReadonlyMap<string, string>): string | undefined {
  for (const [name, allowed] of Object.entries(needed)) {
    const found = settings.get(name);
    if (found === undefined || !allowed.includes(found)) {
      return `${name} is ${found ?? "not told"}; allowed: ${allowed.join(", ")}`;
    }
  }
  const version = Number(settings.get("server_version_num"));
  if (version >= VERSION_MIN) return undefined;
  return `server_version_num is ${version}; allowed: ${VERSION_MIN} or more`;
}
