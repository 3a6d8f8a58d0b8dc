/**
 * What gateway.db knows of the server. Everything belongs to an address: a credential is never shown to
 * another server than the one that gave it.
 */

import { seal, unseal } from "../configuration/seal.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { Refusal } from "./judge-head.ts";

/** What the gateway proves itself with. */
export interface StoredCredential {
  /** "mega1.4711.…"; see packages/uplink. */
  readonly text: string;
  /** Where the server says that the gateway stands. */
  readonly building: string;
}

/** An enrolment that waits for a person. */
export interface StoredEnrolment {
  readonly code: string;
  readonly secret: string;
  readonly expiresAtMs: number;
}

/** How far the server has the ledger. */
export interface Cursor {
  readonly ledgerId: string;
  /** Newest entry that the server said it had committed. */
  readonly seq: number;
  /** When it last said so of something new; null before the first time. */
  readonly lastUploadAtMs: number | null;
  /** When it last answered. */
  readonly lastContactAtMs: number;
}

/** A server that was left and has not heard of it. */
export interface StoredLeaving {
  readonly credential: string;
  readonly leftAtMs: number;
}

/** A refusal with the time it was found. */
export interface StoredRefusal extends Refusal {
  readonly atMs: number;
}

type Table =
  | "server_credential"
  | "server_enrolment"
  | "server_cursor"
  | "server_refusal"
  | "server_left"
  | "server_leaving";
type Row = Readonly<Record<string, unknown>>;

/** Reads and writes it; `url` is that of the server. */
export class UplinkStore {
  readonly #database: GatewayDatabase;
  readonly #deviceKey: Uint8Array;

  /** @param deviceKey seals the secrets, 32 bytes */
  constructor(database: GatewayDatabase, deviceKey: Uint8Array) {
    this.#database = database;
    this.#deviceKey = deviceKey;
  }

  /** False on a disk that takes nothing: no credential could be kept. */
  get writable(): boolean {
    return this.#database.writable;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work);
  }

  /** Undefined where there is none, or it can no longer be read. */
  credential(url: string): StoredCredential | undefined {
    const row = this.#row("server_credential", url);
    const text = row && this.#opened(`credential ${url}`, row["sealed"]);
    if (row === undefined || text === undefined) return undefined;
    return { text, building: String(row["building"]) };
  }

  /** Keeps a credential; the enrolment that it came by is over, and so is what was refused before. */
  keepCredential(url: string, { text, building }: StoredCredential, nowMs: number): void {
    const sealed = seal(this.#deviceKey, `credential ${url}`, text);
    this.#database.db
      .prepare(
        "INSERT OR REPLACE INTO server_credential (id, url, sealed, building, made_at_ms) VALUES (1, ?, ?, ?, ?)",
      )
      .run(url, sealed, building, nowMs);
    for (const table of [
      "server_enrolment",
      "server_cursor",
      "server_refusal",
      "server_leaving",
    ] as const)
      this.#empty(table);
  }

  enrolment(url: string): StoredEnrolment | undefined {
    const row = this.#row("server_enrolment", url);
    const secret = row && this.#opened(`enrolment ${url}`, row["sealed"]);
    if (row === undefined || secret === undefined) return undefined;
    return { code: String(row["code"]), secret, expiresAtMs: Number(row["expires_at_ms"]) };
  }

  keepEnrolment(url: string, { code, secret, expiresAtMs }: StoredEnrolment): void {
    const sealed = seal(this.#deviceKey, `enrolment ${url}`, secret);
    this.#database.db
      .prepare(
        "INSERT OR REPLACE INTO server_enrolment (id, url, code, sealed, expires_at_ms) VALUES (1, ?, ?, ?, ?)",
      )
      .run(url, code, sealed, expiresAtMs);
    this.#empty("server_left");
  }

  /** Takes a code back that the server no longer knows. */
  dropEnrolment(): void {
    this.#empty("server_enrolment");
  }

  cursor(url: string): Cursor | undefined {
    const row = this.#row("server_cursor", url);
    if (row === undefined) return undefined;
    return {
      ledgerId: String(row["ledger_id"]),
      seq: Number(row["seq"]),
      lastUploadAtMs: numberOrNull(row["last_upload_at_ms"]),
      lastContactAtMs: Number(row["last_contact_at_ms"]),
    };
  }

  /**
   * Moves the cursor to where the server says that it is. A power cut may take the newest move back: at
   * the next start the server is asked, and what it has already is not taken twice.
   */
  moveCursor(url: string, cursor: Cursor): void {
    this.#database.lazily(() =>
      this.#database.db
        .prepare(
          "INSERT OR REPLACE INTO server_cursor (id, url, ledger_id, seq, last_upload_at_ms, last_contact_at_ms) VALUES (1, ?, ?, ?, ?, ?)",
        )
        .run(url, cursor.ledgerId, cursor.seq, cursor.lastUploadAtMs, cursor.lastContactAtMs),
    );
  }

  refusal(url: string): StoredRefusal | undefined {
    const row = this.#row("server_refusal", url);
    if (row === undefined) return undefined;
    return {
      reason: String(row["reason"]) as Refusal["reason"],
      seq: numberOrNull(row["seq"]),
      ownHash: textOrNull(row["own_hash"]),
      serverHash: textOrNull(row["server_hash"]),
      atMs: Number(row["at_ms"]),
    };
  }

  keepRefusal(url: string, { reason, seq, ownHash, serverHash, atMs }: StoredRefusal): void {
    this.#database.db
      .prepare(
        "INSERT OR REPLACE INTO server_refusal (id, url, reason, seq, own_hash, server_hash, at_ms) VALUES (1, ?, ?, ?, ?, ?, ?)",
      )
      .run(url, reason, seq, ownHash, serverHash, atMs);
  }

  dropRefusal(): void {
    this.#empty("server_refusal");
  }

  /** Whether a person has left this server: nothing begins by itself then. */
  hasLeft(url: string): boolean {
    return this.#row("server_left", url) !== undefined;
  }

  /**
   * Forgets everything of the server but that it was left. Its credential is kept aside to tell it so, and
   * for nothing else.
   */
  leave(url: string, nowMs: number): void {
    this.#database.db
      .prepare(
        "INSERT OR REPLACE INTO server_leaving (id, url, sealed, left_at_ms) SELECT 1, url, sealed, ? FROM server_credential WHERE url = ?",
      )
      .run(nowMs, url);
    for (const table of [
      "server_credential",
      "server_enrolment",
      "server_cursor",
      "server_refusal",
    ] as const)
      this.#empty(table);
    this.#database.db
      .prepare("INSERT OR REPLACE INTO server_left (id, url) VALUES (1, ?)")
      .run(url);
  }

  /** The credential of a server that was left and does not know it yet; undefined where there is none. */
  leaving(url: string): StoredLeaving | undefined {
    const row = this.#row("server_leaving", url);
    const text = row && this.#opened(`credential ${url}`, row["sealed"]);
    if (row === undefined || text === undefined) return undefined;
    return { credential: text, leftAtMs: Number(row["left_at_ms"]) };
  }

  /** The server knows that it was left, or will never hear of it. */
  dropLeaving(): void {
    this.#empty("server_leaving");
  }

  #row(table: Table, url: string): Row | undefined {
    return this.#database.db.prepare(`SELECT * FROM ${table} WHERE url = ?`).get(url);
  }

  #empty(table: Table): void {
    this.#database.db.exec(`DELETE FROM ${table}`);
  }

  #opened(context: string, sealed: unknown): string | undefined {
    if (!(sealed instanceof Uint8Array)) return undefined;
    return unseal(this.#deviceKey, context, sealed);
  }
}

function numberOrNull(value: unknown): number | null {
  return value === null ? null : Number(value);
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}
