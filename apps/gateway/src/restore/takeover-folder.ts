/**
 * Where a take-over is prepared, in the data folder: the ledger as it comes, and the configuration as it
 * was fetched, its secrets still sealed. Nothing of it is in use before all of it is there.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { KeptConfiguration } from "@mega/uplink";
import { syncFolder, writeDurably } from "../system/durable-file.ts";
import { LEDGER_FILE } from "../system/folders.ts";

const FOLDER = "restore";
const CONFIGURATION = "configuration.json";
/** What stood in the ledger's place: an empty one, kept all the same. */
const BEFORE = `before-restore-${LEDGER_FILE}`;
/** What SQLite may have beside a file that was not closed. */
const BESIDE = ["", "-wal", "-shm"] as const;

/** Its files. */
export class TakeoverFolder {
  readonly #dataFolder: string;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  get path(): string {
    return join(this.#dataFolder, FOLDER);
  }

  /** Where the ledger is made. */
  get ledger(): string {
    return join(this.path, LEDGER_FILE);
  }

  get isThere(): boolean {
    return existsSync(this.path);
  }

  make(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    syncFolder(this.#dataFolder);
  }

  keepConfiguration(configuration: KeptConfiguration): void {
    writeDurably(join(this.path, CONFIGURATION), JSON.stringify(configuration), 0o600);
  }

  configuration(): KeptConfiguration {
    return JSON.parse(readFileSync(join(this.path, CONFIGURATION), "utf8")) as KeptConfiguration;
  }

  /** A ledger that was begun and cannot be gone on with. */
  dropLedger(): void {
    for (const end of BESIDE) rmSync(`${this.ledger}${end}`, { force: true });
  }

  /** Puts the ledger into its place. Done again after a power cut it does what is left to do. */
  moveLedger(): void {
    if (!existsSync(this.ledger)) return;
    const place = join(this.#dataFolder, LEDGER_FILE);
    const before = join(this.#dataFolder, BEFORE);
    for (const end of BESIDE) {
      if (existsSync(`${place}${end}`)) renameSync(`${place}${end}`, `${before}${end}`);
    }
    syncFolder(this.#dataFolder);
    // It was closed: everything is in the one file, and this is the last step of all.
    renameSync(this.ledger, place);
    syncFolder(this.#dataFolder);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
    syncFolder(this.#dataFolder);
  }
}
