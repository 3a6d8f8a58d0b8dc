/**
 * The server's database: a pool of connections, and transactions in somebody's name. Statements are
 * kept to what PostgreSQL 15 to 18 and Citus share: multi-row VALUES, ON CONFLICT DO NOTHING, arrays,
 * primary keys that begin with the gateway.
 */

import { MegaError } from "@mega/domain";
import pg from "pg";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { type Identity, roleOf } from "./roles.ts";

/** A row as it came. */
export type Row = Readonly<Record<string, unknown>>;

/** Asks within a transaction. */
export interface Transaction {
  /** The rows; values are bound, never written into the text. */
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
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
   * @throws MegaError DATABASE_UNAVAILABLE when the database cannot be reached
   */
  as<Result>(identity: Identity, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Connections at once. */
const CONNECTIONS_MAX = 10;
/** So long a request waits for a connection, and a statement for its end. */
const CONNECT_MS_MAX = 5000;
const STATEMENT_MS_MAX = 30_000;

// int8 as a number: every count of ours is a safe integer, and a greater one is an error, not a rounding.
pg.types.setTypeParser(pg.types.builtins.INT8, safeInteger);
/** int8[] as PostgreSQL numbers it; the types know single values only. */
const INT8_ARRAY = 1016;
pg.types.setTypeParser(INT8_ARRAY as never, int8Array);

/**
 * Opens the database and brings it to today's form.
 *
 * @param url postgres://user@host:port/name or postgres:///name?host=/folder
 * @throws MegaError DATABASE_UNAVAILABLE, DATABASE_FOREIGN when another version wrote it
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
  try {
    await inTransaction(pool, (client) => migrate(client, migrations));
  } catch (cause) {
    await pool.end();
    throw cause;
  }
  return {
    as: (identity, work) =>
      inTransaction(pool, async (client) => {
        await takeOn(client, identity);
        return work({
          query: async (text, values = []) => (await client.query(text, [...values])).rows as Row[],
          become: (other) => takeOn(client, other),
        });
      }),
    close: () => pool.end(),
  };
}

async function takeOn(client: pg.PoolClient, identity: Identity): Promise<void> {
  const [name, value] =
    identity.kind === "gateway"
      ? ["mega.gateway_id", identity.gatewayId]
      : ["mega.account_id", identity.kind === "account" ? identity.accountId : ""];
  // Both are set in every transaction, so that none can be left from elsewhere.
  const other = name === "mega.gateway_id" ? "mega.account_id" : "mega.gateway_id";
  await client.query(`SET LOCAL ROLE ${roleOf[identity.kind]}`);
  await client.query("SELECT set_config($1, $2, true), set_config($3, '', true)", [
    name,
    String(value),
    other,
  ]);
}

async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await connected(pool);
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MegaError("DATABASE_UNAVAILABLE", `The database cannot be reached: ${why}`, {
      hint: "Check that PostgreSQL runs and that DATABASE_URL names it.",
      cause,
    });
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
