/**
 * Proof that a person stands before the gateway: its setup code, or the PRG button. Before the claim
 * the code lies in the data folder and on the console; it is used up by the claim. Afterwards the
 * `mega` command makes one that holds for an hour.
 */

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashOfWord } from "@mega/access";
import type { ClaimRequest } from "@mega/contract";
import { type Clock, MegaError } from "@mega/domain";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import { writeDurably } from "../system/durable-file.ts";
import { makeSetupCode, normalSetupCode } from "./setup-code.ts";

/** How long the button's press stands. */
const PRG_OPEN_MS = 10 * 60_000;
/** How long a code stands that was made after the claim. */
const LATER_CODE_MS = 60 * 60_000;
/** The code in clear, in the data folder, for its owner only, until the claim. */
export const SETUP_CODE_FILE = "setup-code.txt";

/** What the button was pressed for. */
export type PrgPurpose = "claim" | "reset";
/** What a person brings. */
type Proof = ClaimRequest["proof"];

/** The proofs of one gateway. */
export class Presence {
  readonly #database: GatewayDatabase;
  readonly #clock: Clock;
  readonly #file: string | null;
  /** Ends of the button's windows, monotonic: a step of the wall clock opens nothing. */
  readonly #openUntilMs: Record<PrgPurpose, number> = { claim: 0, reset: 0 };

  /** `dataFolder` null keeps no file. */
  constructor(database: GatewayDatabase, clock: Clock, dataFolder: string | null) {
    this.#database = database;
    this.#clock = clock;
    this.#file = dataFolder === null ? null : join(dataFolder, SETUP_CODE_FILE);
  }

  /** The setup code of an unclaimed gateway, made when it is not there or was lost. */
  codeForClaim(): string {
    const kept = this.#keptCode();
    return kept ?? this.#newCode(null);
  }

  /** A code for new credentials of a claimed gateway; the one before no longer holds. */
  codeForReset(): string {
    return this.#newCode(this.#clock.nowMs() + LATER_CODE_MS);
  }

  /** The button was pressed. */
  pressed(purpose: PrgPurpose): void {
    this.#openUntilMs[purpose] = this.#clock.monotonicMs() + PRG_OPEN_MS;
  }

  /** Until when the button's press stands, in wall time; null when it does not. */
  prgOpenUntilMs(purpose: PrgPurpose): number | null {
    const leftMs = this.#openUntilMs[purpose] - this.#clock.monotonicMs();
    return leftMs > 0 ? this.#clock.nowMs() + Math.round(leftMs) : null;
  }

  /** Whether a proof is good; nothing is used up. */
  isProof(proof: Proof, purpose: PrgPurpose): boolean {
    if (proof.kind === "prg") return this.prgOpenUntilMs(purpose) !== null;
    const code = normalSetupCode(proof.code);
    const row = this.#row();
    if (code === undefined || row === undefined || row["setup_hash"] !== hashOfWord(code)) {
      return false;
    }
    const untilMs = row["setup_until_ms"];
    return untilMs === null || Number(untilMs) > this.#clock.nowMs();
  }

  /** Throws PROOF_REFUSED unless the proof is good. */
  refuseUnlessProof(proof: Proof, purpose: PrgPurpose): void {
    if (this.isProof(proof, purpose)) return;
    const [message, hint] =
      proof.kind === "prg"
        ? ["PRG was not pressed within ten minutes", "Press PRG, or run mega prg on the gateway."]
        : ["The setup code is not right", "Read it again: mega setup-code on the gateway."];
    throw new MegaError("PROOF_REFUSED", message, { hint });
  }

  /** The code and the button's press are used up; within the caller's transaction. */
  use(): void {
    this.#database.db.prepare("UPDATE claim SET setup_hash = NULL, setup_until_ms = NULL").run();
    this.#openUntilMs.claim = 0;
    this.#openUntilMs.reset = 0;
  }

  /** Takes the code's file away once it is used. */
  removeFile(): void {
    if (this.#file !== null) rmSync(this.#file, { force: true });
  }

  /** Whether the gateway has an owner. */
  get claimed(): boolean {
    const row = this.#row();
    return row !== undefined && row["claimed_at_ms"] !== null;
  }

  /** The gateway has an owner from now on; within the caller's transaction. */
  markClaimed(): void {
    this.#database.db
      .prepare(
        `INSERT INTO claim (one, claimed_at_ms) VALUES (1, ?)
          ON CONFLICT (one) DO UPDATE SET claimed_at_ms = excluded.claimed_at_ms`,
      )
      .run(this.#clock.nowMs());
  }

  #row(): Record<string, unknown> | undefined {
    return this.#database.db.prepare("SELECT * FROM claim WHERE one = 1").get();
  }

  /** The code of the file, where it is the one whose hash is kept. */
  #keptCode(): string | undefined {
    if (this.#file === null) return undefined;
    try {
      const written = readFileSync(this.#file, "utf8").trim();
      const code = normalSetupCode(written);
      const matches = code !== undefined && this.#row()?.["setup_hash"] === hashOfWord(code);
      return matches ? written : undefined;
    } catch {
      return undefined;
    }
  }

  #newCode(untilMs: number | null): string {
    const code = makeSetupCode();
    const hash = hashOfWord(normalSetupCode(code) ?? "");
    // Hash first: a file without its hash would show a code that opens nothing.
    this.#database.db
      .prepare(
        `INSERT INTO claim (one, setup_hash, setup_until_ms) VALUES (1, ?, ?)
          ON CONFLICT (one) DO UPDATE SET setup_hash = excluded.setup_hash,
          setup_until_ms = excluded.setup_until_ms`,
      )
      .run(hash, untilMs);
    if (untilMs === null && this.#file !== null) {
      writeDurably(this.#file, `${code}\n`, 0o600);
    }
    return code;
  }
}
