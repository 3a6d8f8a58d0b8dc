/**
 * One bit of the file turns, anywhere. Either the ledger says so, or what it answers is what it
 * answered before: the bit lay in a free place or in something that is derived again by itself.
 */

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { MegaError } from "@mega/domain";
import { expect, test } from "vitest";
import { firstDueAtMs } from "../contract/test-events.ts";
import { toHex } from "../entry/cbor.ts";
import { freshPath, openHost, smallLedger } from "./testing/small-ledger.ts";
import { verifyLedgerFile } from "./verify-file.ts";

const HOUR_MS = 3_600_000;
const ROUNDS = 120;
const FLIPS = 400;

/** Numbers that look random and are the same in every run (a linear congruence modulo 2^32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A place where something is written, or beside it: most of a small file is empty pages. */
function writtenPlace(bytes: Uint8Array, number: (below: number) => number): number {
  for (;;) {
    const at = number(bytes.length);
    if (bytes.subarray(Math.max(0, at - 1), at + 2).some((byte) => byte !== 0)) return at;
  }
}

/** Everything a bill could rest on, as one text. */
async function answersOf(path: string): Promise<string> {
  const ledger = await openHost(path);
  try {
    const entries = await ledger.entries(1, 10_000);
    const readings = [];
    for (const sourceNo of [1, 2]) {
      readings.push(await ledger.readingsBetween(sourceNo, 0, Number.MAX_SAFE_INTEGER, 1000));
      readings.push(await ledger.readingsAround(sourceNo, firstDueAtMs + 40 * HOUR_MS + 60_000));
    }
    const chain = entries.map(({ hash, bytes }) => `${toHex(hash)} ${toHex(bytes)}`);
    return JSON.stringify([chain, readings, [...ledger.snapshot().standings]]);
  } finally {
    await ledger.close();
  }
}

/** What becomes of a file with a turned bit. */
async function outcomeOf(path: string, good: string): Promise<"told" | "harmless" | "wrong"> {
  try {
    if (!(await verifyLedgerFile(path)).ok) return "told";
    return (await answersOf(path)) === good ? "harmless" : "wrong";
  } catch (cause) {
    if (cause instanceof MegaError) return "told";
    throw cause;
  }
}

test("a bit that turned anywhere in the file is told or changes nothing", async () => {
  const original = await smallLedger(ROUNDS);
  const path = freshPath();
  const number = numbersFrom(20_260_501);
  const bytes = readFileSync(original);
  copyFileSync(original, path);
  const good = await answersOf(path);
  const outcomes = { told: 0, harmless: 0, wrong: 0 };
  for (let flip = 0; flip < FLIPS; flip++) {
    const at = writtenPlace(bytes, number);
    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << number(8)), at);
    writeFileSync(path, damaged);
    outcomes[await outcomeOf(path, good)]++;
  }
  expect(outcomes.wrong).toBe(0);
  expect(outcomes.told).toBeGreaterThan(FLIPS / 2);
  expect(outcomes.told + outcomes.harmless).toBe(FLIPS);
});
