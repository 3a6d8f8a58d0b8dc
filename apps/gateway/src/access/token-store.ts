/** API tokens in gateway.db; of the secret only its SHA-256. */

import type { Scope } from "@mega/contract";
import type { GatewayDatabase } from "../store/gateway-database.ts";

/** A token as it is kept. */
export interface KeptToken {
  readonly tokenId: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

/** The last use is written at most so often. */
const WRITTEN_EVERY_MS = 60_000;

/** The tokens. */
export class TokenStore {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** By name. */
  list(): KeptToken[] {
    return this.#select("ORDER BY name, created_at_ms");
  }

  find(tokenId: string): KeptToken | undefined {
    return this.#select("WHERE token_id = ?", tokenId)[0];
  }

  findByHash(tokenHash: string): KeptToken | undefined {
    return this.#select("WHERE token_hash = ?", tokenHash)[0];
  }

  add(token: KeptToken, tokenHash: string): void {
    this.#database.db
      .prepare(
        `INSERT INTO token (token_id, token_hash, account_id, name, scopes, created_at_ms,
          expires_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        token.tokenId,
        tokenHash,
        token.accountId,
        token.name,
        JSON.stringify(token.scopes),
        token.createdAtMs,
        token.expiresAtMs,
      );
  }

  revoke(tokenId: string): void {
    this.#database.db.prepare("DELETE FROM token WHERE token_id = ?").run(tokenId);
  }

  /** Notes a use; a disk that takes nothing loses the note, not the request. */
  touch({ tokenId, lastUsedAtMs }: KeptToken, nowMs: number): void {
    if (!this.#database.writable || nowMs - (lastUsedAtMs ?? 0) < WRITTEN_EVERY_MS) return;
    try {
      const { db } = this.#database;
      const noted = db.prepare("UPDATE token SET last_used_at_ms = ? WHERE token_id = ?");
      this.#database.lazily(() => noted.run(nowMs, tokenId));
    } catch {
      // Full disk: the page shows an older time.
    }
  }

  #select(condition: string, ...parameters: string[]): KeptToken[] {
    return this.#database.db
      .prepare(`SELECT * FROM token ${condition}`)
      .all(...parameters)
      .map(tokenFromRow);
  }
}

function tokenFromRow(row: Record<string, unknown>): KeptToken {
  const instant = (column: string) => (row[column] === null ? null : Number(row[column]));
  return {
    tokenId: String(row["token_id"]),
    accountId: String(row["account_id"]),
    name: String(row["name"]),
    scopes: JSON.parse(String(row["scopes"])) as Scope[],
    createdAtMs: Number(row["created_at_ms"]),
    expiresAtMs: instant("expires_at_ms"),
    lastUsedAtMs: instant("last_used_at_ms"),
  };
}
