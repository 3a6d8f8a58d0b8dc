/** The owner of the database, for tests that look where nobody else may. */

import pg from "pg";

/** Asks as the owner; closed by whoever opened it. */
export interface OwnerClient {
  query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Connects to a database of a PostgreSQL of the server's own. */
export async function ownerClient(url: string): Promise<OwnerClient> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
    close: () => client.end(),
  };
}
