/**
 * One bit of a ledger's file turns, anywhere, as in memory that wears out. Either the verification says
 * so, or what the ledger answers is what it answered before.
 */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MegaError, movedClock } from "@mega/domain";
import { inlineLedgerHost, verifyLedgerFile } from "@mega/ledger";
import { quickFolder } from "../../quick-folder.ts";
import { chanceFrom } from "../chance.ts";
import { nextBatch } from "../writer/building-life.ts";

/** What became of the flips. */
export interface FlipTally {
  readonly flips: number;
  /** Said by the verification. */
  readonly told: number;
  /** Changed nothing of what is answered: in a free place, or derived again by itself. */
  readonly harmless: number;
  /** Changed an answer without a word. */
  readonly silent: number;
  /** The first of these: byte and bit of the file. */
  readonly firstSilent: { readonly byte: number; readonly bit: number } | null;
}

/** What is to be turned. */
export interface FlipOptions {
  readonly seed: number;
  readonly flips: number;
  readonly onFlip?: (tally: FlipTally) => void;
}

const CHANNELS = 6;
const BATCHES = 90;
const startMs = Date.UTC(2026, 5, 1);

/** Turns bits of a building's ledger, one at a time. */
export async function flipBits({ seed, flips, onFlip }: FlipOptions): Promise<FlipTally> {
  const folder = quickFolder("flips");
  const path = join(folder, "ledger.db");
  const chance = chanceFrom(seed);
  let tally: FlipTally = { flips: 0, told: 0, harmless: 0, silent: 0, firstSilent: null };
  try {
    await writeLedger(path, seed);
    const bytes = readFileSync(path);
    const good = await answersOf(path);
    for (let flip = 0; flip < flips; flip++) {
      const [byte, bit] = [chance(bytes.length), chance(8)];
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(byte) ^ (1 << bit), byte);
      // What SQLite may have left of the file before.
      for (const name of ["ledger.db-wal", "ledger.db-journal", "ledger.db-shm"])
        rmSync(join(folder, name), { force: true });
      writeFileSync(path, damaged);
      const outcome = await outcomeOf(path, good);
      tally = { ...tally, flips: tally.flips + 1, [outcome]: tally[outcome] + 1 };
      if (outcome === "silent")
        tally = { ...tally, firstSilent: tally.firstSilent ?? { byte, bit } };
      onFlip?.(tally);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tally;
}

async function writeLedger(path: string, seed: number): Promise<void> {
  const ledger = await openLedger(path);
  const chance = chanceFrom(seed);
  for (let batch = 0; batch < BATCHES; batch++) {
    const outcome = await ledger.append(nextBatch(ledger.snapshot(), CHANNELS, chance));
    if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  }
  await ledger.close();
}

function openLedger(path: string) {
  return inlineLedgerHost({ path, clock: movedClock({ startMs }) });
}

async function outcomeOf(path: string, good: string): Promise<"told" | "harmless" | "silent"> {
  try {
    if (!(await verifyLedgerFile(path)).ok) return "told";
    return (await answersOf(path)) === good ? "harmless" : "silent";
  } catch (cause) {
    if (cause instanceof MegaError) return "told";
    throw cause;
  }
}

/** Everything that a bill could rest on, as one text. */
async function answersOf(path: string): Promise<string> {
  const ledger = await openLedger(path);
  try {
    const entries = await ledger.entries(1, 10_000);
    const chain = entries.map(({ bytes }) => Buffer.from(bytes).toString("base64"));
    const numbers = Array.from({ length: CHANNELS }, (_, at) => at + 1);
    const answers: unknown[] = [chain, [...ledger.snapshot().standings]];
    for (const no of numbers) {
      answers.push(await ledger.readingsBetween(no, 0, Number.MAX_SAFE_INTEGER, 1000));
      answers.push(await ledger.readingsAround(no, startMs));
      answers.push(await ledger.closedMonths(no, "2026-01"));
    }
    return JSON.stringify(answers);
  } finally {
    await ledger.close();
  }
}
