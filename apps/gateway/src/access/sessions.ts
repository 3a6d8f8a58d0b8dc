/**
 * Logins. They live in memory, where every request finds and touches them, and are written to
 * gateway.db so that a restart logs nobody out: at once when they begin and end, otherwise once a
 * minute. Only an end that somebody wanted waits for the disk: after a power cut right behind it a login
 * may have to be repeated, but none comes back. A disk that takes nothing costs no login.
 */

import { hashOfWord, secretWord } from "@mega/access";
import type { Clock } from "@mega/domain";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { Transport } from "./transport.ts";

/** Without a request for so long a session ends. */
export const IDLE_MS = 15 * 60_000;
/** No session lasts longer. */
const LIFE_MS = 12 * 60 * 60_000;
/** How long a typed password stands for further changes. */
const CONFIRMED_MS = 5 * 60_000;
/** Sessions of one account; the one unused for longest ends. */
const PER_ACCOUNT_MAX = 10;
/** A session is written at most so often. */
const WRITTEN_EVERY_MS = 60_000;
/** One-time words of a session that are not used yet; the oldest goes first. */
const CONFIRMATIONS_MAX = 8;
/** Wall time may step back so far without ending sessions. */
const STEP_BACK_MS_MAX = 60_000;

/** A login. */
export interface Session {
  readonly sessionHash: string;
  readonly accountId: string;
  readonly transport: Transport;
  readonly createdAtMs: number;
  seenAtMs: number;
  writtenAtMs: number;
  /** Until when the password need not be typed again; 0 when it was not. */
  confirmedUntilMs: number;
  /** Hashes of one-time words with their ends. */
  readonly confirmations: Map<string, number>;
}

/** The logins of the gateway. */
export class Sessions {
  readonly #database: GatewayDatabase;
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #open = new Map<string, Session>();

  constructor(database: GatewayDatabase, clock: Pick<Clock, "nowMs">) {
    this.#database = database;
    this.#clock = clock;
    for (const row of database.db.prepare("SELECT * FROM session").all()) {
      const session = sessionFromRow(row);
      this.#open.set(session.sessionHash, session);
    }
  }

  /** Begins a session; the word goes into the cookie and is kept nowhere. */
  begin(accountId: string, transport: Transport): { readonly word: string; session: Session } {
    const nowMs = this.#clock.nowMs();
    const word = secretWord();
    const session: Session = {
      sessionHash: hashOfWord(word),
      accountId,
      transport,
      createdAtMs: nowMs,
      seenAtMs: nowMs,
      writtenAtMs: nowMs,
      confirmedUntilMs: 0,
      confirmations: new Map(),
    };
    const own = this.of(accountId).sort((a, b) => a.seenAtMs - b.seenAtMs);
    for (const old of own.slice(0, Math.max(0, own.length + 1 - PER_ACCOUNT_MAX))) {
      this.end(old.sessionHash);
    }
    this.#open.set(session.sessionHash, session);
    this.#writeLazily(
      `INSERT INTO session (session_hash, account_id, transport, created_at_ms, seen_at_ms)
        VALUES (?, ?, ?, ?, ?)`,
      session.sessionHash,
      accountId,
      transport,
      nowMs,
      nowMs,
    );
    return { word, session };
  }

  /** The session of a cookie, if it is alive and came the way it was begun. */
  find(word: string, transport: Transport): Session | undefined {
    const session = this.get(hashOfWord(word));
    return session?.transport === transport ? session : undefined;
  }

  /** The session by its hash, if it is alive. */
  get(sessionHash: string): Session | undefined {
    const session = this.#open.get(sessionHash);
    if (session === undefined) return undefined;
    if (this.#isAlive(session)) return session;
    this.#forget(sessionHash);
    return undefined;
  }

  /** Somebody is there. */
  touch(session: Session): void {
    const nowMs = this.#clock.nowMs();
    session.seenAtMs = nowMs;
    if (nowMs - session.writtenAtMs < WRITTEN_EVERY_MS) return;
    session.writtenAtMs = nowMs;
    this.#writeLazily(
      "UPDATE session SET seen_at_ms = ? WHERE session_hash = ?",
      nowMs,
      session.sessionHash,
    );
  }

  /** When the session ends unless somebody asks again. */
  endsAtMs({ createdAtMs, seenAtMs }: Session): number {
    return Math.min(seenAtMs + IDLE_MS, createdAtMs + LIFE_MS);
  }

  /** The password was typed: a one-time word for one change. */
  confirm(session: Session): { readonly word: string; readonly expiresAtMs: number } {
    const expiresAtMs = this.#clock.nowMs() + CONFIRMED_MS;
    const word = secretWord();
    session.confirmedUntilMs = expiresAtMs;
    session.confirmations.set(hashOfWord(word), expiresAtMs);
    if (session.confirmations.size > CONFIRMATIONS_MAX) {
      const [first] = session.confirmations.keys();
      if (first !== undefined) session.confirmations.delete(first);
    }
    return { word, expiresAtMs };
  }

  isConfirmed({ confirmedUntilMs }: Session): boolean {
    const leftMs = confirmedUntilMs - this.#clock.nowMs();
    return leftMs > 0 && leftMs <= CONFIRMED_MS;
  }

  /** Whether the one-time word still stands; `use` takes it away. */
  holds(session: Session, word: string): boolean {
    const leftMs = (session.confirmations.get(hashOfWord(word)) ?? 0) - this.#clock.nowMs();
    return leftMs > 0 && leftMs <= CONFIRMED_MS;
  }

  /** Takes a one-time word away; false when another request was faster. */
  use(session: Session, word: string): boolean {
    return this.holds(session, word) && session.confirmations.delete(hashOfWord(word));
  }

  /** The live sessions of an account. */
  of(accountId: string): Session[] {
    return [...this.#open.values()].filter(
      (session) => session.accountId === accountId && this.#isAlive(session),
    );
  }

  end(sessionHash: string): void {
    this.#open.delete(sessionHash);
    this.#write("DELETE FROM session WHERE session_hash = ?", sessionHash);
  }

  /** Ends the sessions of an account, but for one. */
  endOf(accountId: string, exceptHash?: string): void {
    for (const { sessionHash, accountId: of } of this.#open.values()) {
      if (of === accountId && sessionHash !== exceptHash) this.end(sessionHash);
    }
  }

  endAll(): void {
    for (const sessionHash of this.#open.keys()) this.end(sessionHash);
  }

  /** Ends the sessions that were begun in this way. */
  endThrough(transport: Transport): void {
    for (const { sessionHash, transport: of } of this.#open.values()) {
      if (of === transport) this.end(sessionHash);
    }
  }

  /** Ends those that are over. */
  sweep(): void {
    for (const session of this.#open.values()) {
      if (!this.#isAlive(session)) this.#forget(session.sessionHash);
    }
  }

  /** One that is over by itself is so after a restart as well. */
  #forget(sessionHash: string): void {
    this.#open.delete(sessionHash);
    this.#writeLazily("DELETE FROM session WHERE session_hash = ?", sessionHash);
  }

  #isAlive(session: Session): boolean {
    const nowMs = this.#clock.nowMs();
    // A clock that was set back must not lengthen a session without end.
    if (session.seenAtMs - nowMs > STEP_BACK_MS_MAX) return false;
    return nowMs < this.endsAtMs(session);
  }

  #writeLazily(sql: string, ...values: (string | number)[]): void {
    this.#database.lazily(() => this.#write(sql, ...values));
  }

  #write(sql: string, ...values: (string | number)[]): void {
    if (!this.#database.writable) return;
    try {
      this.#database.db.prepare(sql).run(...values);
    } catch {
      // Full disk: the session stands in memory, and after a restart one logs in again.
    }
  }
}

function sessionFromRow(row: Record<string, unknown>): Session {
  const seenAtMs = Number(row["seen_at_ms"]);
  return {
    sessionHash: String(row["session_hash"]),
    accountId: String(row["account_id"]),
    transport: String(row["transport"]) as Transport,
    createdAtMs: Number(row["created_at_ms"]),
    seenAtMs,
    writtenAtMs: seenAtMs,
    confirmedUntilMs: 0,
    confirmations: new Map(),
  };
}
