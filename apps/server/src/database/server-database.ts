/**
 * The server's database: a pool of connections, and transactions in somebody's name. Statements are
 * kept to what PostgreSQL 15 to 18 and Citus share: multi-row VALUES, ON CONFLICT DO NOTHING, arrays,
 * primary keys that begin with the gateway.
 */

import { assert, MegaError } from "@mega/domain";
import pg from "pg";
import { assertFit } from "./fitness.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { type Identity, roleOf } from "./roles.ts";
import { isUnreachable, unreachable } from "./unreachable.ts";

/** A row as it came. */
export type Row = Readonly<Record<string, unknown>>;

/** Asks within a transaction. */
export interface Transaction {
  /** The rows; values are bound, never written into the text. */
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * The same for a statement that comes with nearly every request: read and planned once for each
   * connection. There may be some dozens of such texts, not one for each request.
   */
  often(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * From here on in somebody else's name, in the same transaction: for what a person causes and may not
   * do himself, such as a mail.
   */
  become(identity: Identity): Promise<void>;
}

/** The open database. */
export interface ServerDatabase {
  /**
   * Runs in one transaction in somebody's name: what it returns is on the disk of the database, or
   * nothing happened. Row-level policies hold for all identities.
   *
   * @throws MegaError DATABASE_UNAVAILABLE when the database cannot be reached. Where the connection
   *   broke at the COMMIT it may have happened all the same: whoever asks again must bear that.
   */
  as<Result>(identity: Identity, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Connections at once. */
const CONNECTIONS_MAX = 10;
/** So long a request waits for a connection, and a statement for its end. */
const CONNECT_MS_MAX = 5000;
const STATEMENT_MS_MAX = 30_000;
/** So many wait for a connection; whoever comes then is sent away at once. */
const WAITING_MAX = 500;

// int8 as a number: every count of ours is a safe integer, and a greater one is an error, not a rounding.
pg.types.setTypeParser(pg.types.builtins.INT8, safeInteger);
/** int8[] as PostgreSQL numbers it; the types know single values only. */
const INT8_ARRAY = 1016;
pg.types.setTypeParser(INT8_ARRAY as never, int8Array);

/**
 * Opens the database and brings it to today's form.
 *
 * @param url postgres://user@host:port/name or postgres:///name?host=/folder
 * @throws MegaError DATABASE_UNAVAILABLE; DATABASE_UNFIT when what it commits may be lost;
 *   DATABASE_FOREIGN when another version wrote it
 */
export async function openServerDatabase(url: string): Promise<ServerDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
  });
  // A connection that breaks while nobody uses it is replaced by the pool.
  pool.on("error", () => undefined);
  // One that breaks within a transaction fails its statements; it must not end the process besides.
  pool.on("connect", (client) => client.on("error", () => undefined));
  try {
    await inTransaction(pool, "BEGIN", async (client) => {
      await assertFit(client);
      await migrate(client, migrations);
    });
  } catch (cause) {
    await pool.end();
    throw cause;
  }
  return {
    as: (identity, work) =>
      inTransaction(pool, `BEGIN; ${takingOn(identity)}`, (client) =>
        work({
          query: async (text, values = []) => (await client.query(text, [...values])).rows as Row[],
          often: async (text, values) =>
            (await client.query({ ...nameOf(text), text, values: [...values] })).rows as Row[],
          become: async (other) => void (await client.query(takingOn(other))),
        }),
      ),
    close: () => pool.end(),
  };
}

/** Takes a name on within a transaction, at one go. */
function takingOn(identity: Identity): string {
  const gatewayId = identity.kind === "gateway" ? idText(identity.gatewayId) : "";
  const accountId = identity.kind === "account" ? idText(identity.accountId) : "";
  // Both are set in every transaction, so that none can be left from elsewhere.
  return `SET LOCAL ROLE ${roleOf[identity.kind]};
    SET LOCAL mega.gateway_id = '${gatewayId}'; SET LOCAL mega.account_id = '${accountId}'`;
}

/** Names of statements that a connection keeps; beyond so many texts they are read each time. */
const statementNames = new Map<string, string>();
const STATEMENTS_MAX = 64;

function nameOf(text: string): { readonly name?: string } {
  const known = statementNames.get(text);
  if (known !== undefined) return { name: known };
  if (statementNames.size >= STATEMENTS_MAX) return {};
  const name = `mega_${statementNames.size}`;
  statementNames.set(text, name);
  return { name };
}

/** It stands in the text of a statement: nothing but a number may. */
function idText(id: number): string {
  assert(Number.isSafeInteger(id) && id > 0, `an identity is no number: ${id}`);
  return String(id);
}

async function inTransaction<Result>(
  pool: pg.Pool,
  beginning: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await connected(pool);
  let broken: Error | undefined;
  try {
    await client.query(beginning);
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: Error) => {
      broken = cause;
    });
    throw isUnreachable(error) ? unreachable(error) : error;
  } finally {
    client.release(broken);
  }
}

async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  if (pool.waitingCount >= WAITING_MAX) {
    throw new MegaError("DATABASE_UNAVAILABLE", `${WAITING_MAX} others wait for the database`);
  }
  try {
    return await pool.connect();
  } catch (cause) {
    throw unreachable(cause);
  }
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`Broken assumption: ${text} from the database`);
  return value;
}

/** "{1,NULL,3}" of one dimension. */
function int8Array(text: string): readonly (number | null)[] {
  const inside = text.slice(1, -1);
  if (inside === "") return [];
  return inside.split(",").map((one) => (one === "NULL" ? null : safeInteger(one)));
}
