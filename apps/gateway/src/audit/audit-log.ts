/**
 * Who did what, when, from where: an append-only log in gateway.db. Each entry's hash covers the one
 * before it, so that an entry taken out or altered later shows. Secrets never get here: whoever
 * records masks them first. What touches figures stands in the ledger as well.
 */

import { createHash } from "node:crypto";
import type { Clock } from "@mega/domain";
import type { GatewayDatabase } from "../store/gateway-database.ts";

/** What somebody did. */
export interface AuditEvent {
  /** Account name, "machine" for the local command, "gateway" for itself, "anonymous". */
  readonly actor: string;
  /** A stable word: "login", "login-refused", "configuration-saved", "period-started". */
  readonly action: string;
  /** What it was done to: "account:anna", "channel:3", "configuration". "" for nothing. */
  readonly object: string;
  /** Before and after, reasons, counts; plain JSON without secrets. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Address the request came from; null from the machine itself. */
  readonly fromIp: string | null;
}

/** An event as it stands in the log. */
export interface AuditEntry extends AuditEvent {
  readonly no: number;
  readonly atMs: number;
  /** SHA-256 over the hash before and this entry, hexadecimal. */
  readonly hash: string;
}

/** Characters of one entry's details; longer ones are cut and say so. */
const DETAILS_LENGTH_MAX = 65_536;
const FIRST_HASH = "0".repeat(64);

/** The log. */
export class AuditLog {
  readonly #database: GatewayDatabase;
  readonly #clock: Clock;

  constructor(database: GatewayDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * Adds an entry. Inside a transaction of the caller it is committed with what it tells of. A disk
   * that takes nothing loses the entry, not the request: refusals must work on a full disk.
   */
  record(event: AuditEvent): void {
    if (!this.#database.writable) return;
    const { db } = this.#database;
    const last = db.prepare("SELECT no, hash FROM audit ORDER BY no DESC LIMIT 1").get();
    const no = last === undefined ? 1 : Number(last["no"]) + 1;
    const before = last === undefined ? FIRST_HASH : String(last["hash"]);
    const entry = { no, atMs: this.#clock.nowMs(), ...event, details: detailsText(event.details) };
    db.prepare(
      "INSERT INTO audit (no, at_ms, actor, action, object, details, from_ip, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ).run(
      entry.no,
      entry.atMs,
      entry.actor,
      entry.action,
      entry.object,
      entry.details,
      entry.fromIp,
      hashOf(before, entry),
    );
  }

  /** Entries before a number, newest first. */
  list(beforeNo: number, limit: number): AuditEntry[] {
    return this.#database.db
      .prepare("SELECT * FROM audit WHERE no < ? ORDER BY no DESC LIMIT ?")
      .all(beforeNo, limit)
      .map(entryOf);
  }

  /** Number of the first entry that does not follow from the one before; null when all do. */
  firstBad(): number | null {
    let before = FIRST_HASH;
    let expected = 1;
    for (const row of this.#database.db.prepare("SELECT * FROM audit ORDER BY no").iterate()) {
      const entry = { ...entryOf(row), details: String(row["details"]) };
      if (entry.no !== expected || entry.hash !== hashOf(before, entry)) return expected;
      before = entry.hash;
      expected += 1;
    }
    return null;
  }
}

type Stored = Omit<AuditEntry, "details" | "hash"> & { readonly details: string };

function hashOf(before: string, { no, atMs, actor, action, object, details, fromIp }: Stored) {
  const fields = JSON.stringify([before, no, atMs, actor, action, object, details, fromIp]);
  return createHash("sha256").update(fields).digest("hex");
}

function detailsText(details: AuditEvent["details"]): string {
  const text = JSON.stringify(details);
  if (text.length <= DETAILS_LENGTH_MAX) return text;
  return JSON.stringify({ cut: true, length: text.length });
}

function entryOf(row: Record<string, unknown>): AuditEntry {
  return {
    no: Number(row["no"]),
    atMs: Number(row["at_ms"]),
    actor: String(row["actor"]),
    action: String(row["action"]),
    object: String(row["object"]),
    details: JSON.parse(String(row["details"])) as AuditEvent["details"],
    fromIp: row["from_ip"] === null ? null : String(row["from_ip"]),
    hash: String(row["hash"]),
  };
}
