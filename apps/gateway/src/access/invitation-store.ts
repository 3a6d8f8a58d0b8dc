/** Invitations in gateway.db, one for an account at most; of the word only its SHA-256. */

import type { GatewayDatabase } from "../store/gateway-database.ts";

/** How long an invitation stands. */
export const INVITATION_MS = 7 * 24 * 60 * 60_000;

/** The invitations. */
export class InvitationStore {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** Replaces the account's invitation. */
  put(accountId: string, invitationHash: string, expiresAtMs: number): void {
    this.#database.db
      .prepare(
        `INSERT INTO invitation (account_id, invitation_hash, expires_at_ms) VALUES (?, ?, ?)
          ON CONFLICT (account_id) DO UPDATE SET invitation_hash = excluded.invitation_hash,
          expires_at_ms = excluded.expires_at_ms`,
      )
      .run(accountId, invitationHash, expiresAtMs);
  }

  /** The account of an invitation that stands. */
  accountOf(invitationHash: string, nowMs: number): string | undefined {
    const row = this.#database.db
      .prepare("SELECT account_id FROM invitation WHERE invitation_hash = ? AND expires_at_ms > ?")
      .get(invitationHash, nowMs);
    return row === undefined ? undefined : String(row["account_id"]);
  }

  /** When the account's invitation ends; null without one. */
  expiresAtMs(accountId: string): number | null {
    const row = this.#database.db
      .prepare("SELECT expires_at_ms FROM invitation WHERE account_id = ?")
      .get(accountId);
    return row === undefined ? null : Number(row["expires_at_ms"]);
  }

  delete(accountId: string): void {
    this.#database.db.prepare("DELETE FROM invitation WHERE account_id = ?").run(accountId);
  }
}
