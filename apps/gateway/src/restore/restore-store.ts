/** What gateway.db knows of backups at the server, and of a take-over that is under way. */

import type { GatewayModel } from "@mega/domain";
import { seal, unseal } from "../configuration/seal.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";

/** What the server said that it keeps. */
export interface BackupPosition {
  /** Of the newest version there, hexadecimal. */
  readonly sha256: string;
  readonly version: number;
  readonly keptAtMs: number;
}

/** A take-over that was asked for. */
export interface Takeover {
  readonly url: string;
  readonly oldMac: string;
  /** Of this box; its MAC only where its configuration names one. */
  readonly model: GatewayModel;
  readonly mac: string | null;
  /** Who asked for it. */
  readonly actor: string;
  readonly restoreId: number;
  /** What the manager enters. */
  readonly code: string;
  readonly expiresAtMs: number;
  /** The new credential's secret, and what the token gave, in base64. */
  readonly secret: string;
  readonly master: string;
  /** What the server granted; null before it did. */
  readonly granted: {
    readonly gatewayId: number;
    readonly generation: number;
    readonly building: string;
  } | null;
}

/** How far it is. `failed` waits for a person: to try again, or to give up. */
export type StoredTakeover =
  | { readonly step: "waiting" | "fetching" | "ready"; readonly takeover: Takeover }
  | { readonly step: "failed"; readonly takeover: Takeover; readonly why: TakeoverFault };

/** Why it does not go on. */
export interface TakeoverFault {
  readonly code: "refused" | "expired" | "undone" | "configuration" | "ledger" | "disk";
  /** In English. */
  readonly detail: string;
}

const TAKEOVER = "takeover";
const TOKEN = "restore token";

/** Reads and writes it. */
export class RestoreStore {
  readonly #database: GatewayDatabase;
  readonly #deviceKey: Uint8Array;

  /** @param deviceKey seals the secrets, 32 bytes */
  constructor(database: GatewayDatabase, deviceKey: Uint8Array) {
    this.#database = database;
    this.#deviceKey = deviceKey;
  }

  get writable(): boolean {
    return this.#database.writable;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work);
  }

  /** What the token gave, and when it was made; undefined where there is none that can be read. */
  token(): { readonly master: Uint8Array; readonly madeAtMs: number } | undefined {
    const row = this.#database.db.prepare("SELECT * FROM restore_token").get();
    if (row === undefined) return undefined;
    const text = unseal(this.#deviceKey, TOKEN, row["sealed"] as Uint8Array);
    if (text === undefined) return undefined;
    return { master: Buffer.from(text, "base64"), madeAtMs: Number(row["made_at_ms"]) };
  }

  /** Keeps what a token gave; the token before is of no use any more. */
  keepToken(master: Uint8Array, madeAtMs: number): void {
    const sealed = seal(this.#deviceKey, TOKEN, Buffer.from(master).toString("base64"));
    this.#database.db
      .prepare("INSERT OR REPLACE INTO restore_token (id, sealed, made_at_ms) VALUES (1, ?, ?)")
      .run(sealed, madeAtMs);
  }

  /** What a server keeps; undefined where nothing is known of it. */
  position(url: string): BackupPosition | undefined {
    const row = this.#database.db
      .prepare("SELECT * FROM configuration_backup WHERE url = ?")
      .get(url);
    if (row === undefined) return undefined;
    return {
      sha256: String(row["sha256"]),
      version: Number(row["version"]),
      keptAtMs: Number(row["kept_at_ms"]),
    };
  }

  keepPosition(url: string, { sha256, version, keptAtMs }: BackupPosition): void {
    this.#database.db
      .prepare(
        "INSERT OR REPLACE INTO configuration_backup (id, url, sha256, version, kept_at_ms) VALUES (1, ?, ?, ?, ?)",
      )
      .run(url, sha256, version, keptAtMs);
  }

  takeover(): StoredTakeover | undefined {
    const row = this.#database.db.prepare("SELECT * FROM takeover").get();
    if (row === undefined) return undefined;
    const text = unseal(this.#deviceKey, TAKEOVER, row["sealed"] as Uint8Array);
    return text === undefined ? undefined : (JSON.parse(text) as StoredTakeover);
  }

  keepTakeover(stored: StoredTakeover): void {
    const sealed = seal(this.#deviceKey, TAKEOVER, JSON.stringify(stored));
    this.#database.db
      .prepare("INSERT OR REPLACE INTO takeover (id, step, sealed) VALUES (1, ?, ?)")
      .run(stored.step, sealed);
  }

  dropTakeover(): void {
    this.#database.db.exec("DELETE FROM takeover");
  }
}
