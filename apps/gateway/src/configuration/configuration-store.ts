/**
 * The configuration in gateway.db: revisions with their secrets taken out, and the secrets of the
 * newest one, sealed with the device's key.
 */

import { createHash } from "node:crypto";
import type { RevisionCause, RevisionInfo } from "@mega/contract";
import { type Clock, toUtcString } from "@mega/domain";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import { seal, unseal } from "./seal.ts";

/** A revision as stored: secrets stand as SECRET_KEPT. */
export interface StoredRevision {
  readonly info: RevisionInfo;
  readonly document: unknown;
}

/** A revision to be stored. */
export interface NewRevision {
  readonly savedBy: string;
  readonly cause: RevisionCause;
  /** Without secrets. */
  readonly document: unknown;
  /** All secrets of the document, by place; others are forgotten. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Revisions kept; older ones go. */
const REVISIONS_KEPT_MAX = 200;

/** Revisions and secrets. */
export class ConfigurationStore {
  readonly #database: GatewayDatabase;
  readonly #key: Uint8Array;
  readonly #clock: Clock;

  constructor(database: GatewayDatabase, key: Uint8Array, clock: Clock) {
    this.#database = database;
    this.#key = key;
    this.#clock = clock;
  }

  /** Whether anything can be saved. */
  get writable(): boolean {
    return this.#database.writable;
  }

  /** The newest revision; undefined before the first. */
  newest(): StoredRevision | undefined {
    const row = this.#database.db
      .prepare("SELECT * FROM configuration ORDER BY revision DESC LIMIT 1")
      .get();
    return row === undefined ? undefined : revisionOf(row);
  }

  /** A revision by its number; undefined when it is not kept. */
  byNumber(revision: number): StoredRevision | undefined {
    const row = this.#database.db
      .prepare("SELECT * FROM configuration WHERE revision = ?")
      .get(revision);
    return row === undefined ? undefined : revisionOf(row);
  }

  /** The newest revisions, newest first. */
  list(limit: number): RevisionInfo[] {
    return this.#database.db
      .prepare(
        "SELECT revision, saved_at_ms, saved_by, cause FROM configuration ORDER BY revision DESC LIMIT ?",
      )
      .all(limit)
      .map(infoOf);
  }

  /** The secrets of the newest revision by place; one that another key sealed is left out. */
  secrets(): Map<string, string> {
    const rows = this.#database.db.prepare("SELECT place, sealed FROM configuration_secret").all();
    const found = new Map<string, string>();
    for (const row of rows) {
      const place = String(row["place"]);
      const text = unseal(this.#key, place, row["sealed"] as Uint8Array);
      if (text !== undefined) found.set(place, text);
    }
    return found;
  }

  /** SHA-256 of the file that was taken last, hexadecimal; undefined when none was. */
  fileHash(): string | undefined {
    const row = this.#database.db.prepare("SELECT hash FROM configuration_file").get();
    return row === undefined ? undefined : String(row["hash"]);
  }

  /** Remembers the file that was taken. Inside a transaction. */
  keepFileHash(hash: string): void {
    this.#database.db
      .prepare("INSERT OR REPLACE INTO configuration_file (one, hash) VALUES (1, ?)")
      .run(hash);
  }

  /** Does something in one transaction. */
  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work);
  }

  /** Adds a revision. Inside a transaction. */
  add({ savedBy, cause, document, secrets }: NewRevision): RevisionInfo {
    const { db } = this.#database;
    const revision = (this.newest()?.info.revision ?? 0) + 1;
    const atMs = this.#clock.nowMs();
    const text = JSON.stringify(document);
    const hash = createHash("sha256").update(text).digest("hex");
    db.prepare(
      "INSERT INTO configuration (revision, saved_at_ms, saved_by, cause, document, hash) VALUES (?, ?, ?, ?, ?, ?)",
    ).run(revision, atMs, savedBy, cause, text, hash);
    db.prepare("DELETE FROM configuration WHERE revision <= ?").run(revision - REVISIONS_KEPT_MAX);
    db.exec("DELETE FROM configuration_secret");
    const put = db.prepare("INSERT INTO configuration_secret (place, sealed) VALUES (?, ?)");
    for (const [place, secret] of secrets) put.run(place, seal(this.#key, place, secret));
    return { revision, savedAt: toUtcString(atMs), savedBy, cause };
  }
}

function revisionOf(row: Record<string, unknown>): StoredRevision {
  return { info: infoOf(row), document: JSON.parse(String(row["document"])) };
}

function infoOf(row: Record<string, unknown>): RevisionInfo {
  return {
    revision: Number(row["revision"]),
    savedAt: toUtcString(Number(row["saved_at_ms"])),
    savedBy: String(row["saved_by"]),
    cause: String(row["cause"]) as RevisionCause,
  };
}
