/** The vectors of format 1, read by this code and by an independent program in Python. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { toHex } from "../entry/cbor.ts";
import { inlineLedgerHost } from "../sqlite/inline-ledger-host.ts";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "./test-events.ts";
import { vectorLedger } from "./vector-ledger.ts";

const folder = join(import.meta.dirname, "..", "..");
const vectorsPath = join(folder, "vectors", "format-1.json");
const program = join(folder, "independent", "verify_chain.py");

interface VectorEntry {
  readonly seq: number;
  readonly kind: string;
  readonly hash: string;
  readonly bytes: string;
}

const vectors = JSON.parse(readFileSync(vectorsPath, "utf8")) as {
  readonly entries: readonly VectorEntry[];
};

function python(args: readonly string[], input = "") {
  return spawnSync("/usr/bin/python3", [program, ...args], { encoding: "utf8", input });
}

test("the same events give the bytes and hashes of format 1, to the last bit", () => {
  const written = vectorLedger().entries.map(({ seq, fact, hash, bytes }) => ({
    seq,
    kind: fact.kind,
    hash: toHex(hash),
    bytes: toHex(bytes),
  }));
  const kept = vectors.entries.map(({ seq, kind, hash, bytes }) => ({ seq, kind, hash, bytes }));
  expect(written).toEqual(kept);
  expect(new Set(kept.map(({ kind }) => kind)).size).toBe(16);
});

test("a program that shares no code reads the vectors, their values and their keys", () => {
  const answer = python(["vectors", vectorsPath]);
  const last = vectors.entries.at(-1);
  expect(answer.stdout.trim()).toBe(`ok ${last?.seq} ${last?.hash}`);
});

test("it finds a changed byte, and a generated ledger whole", async () => {
  const ledger = await inlineLedgerHost({
    path: ":memory:",
    clock: movedClock({ startMs: firstDueAtMs }),
  });
  await ledger.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    ...[1, 2, 3].map((no) => ({ kind: "source-declared" as const, source: testSource(no) })),
  ]);
  for (let hour = 0; hour < 800; hour++) {
    const at = firstDueAtMs + hour * 3_600_000;
    const items = [1, 2, 3].map((no) => acceptedItem(no, at + no * 90, 1000 + hour));
    await ledger.append([testRound(hour, items)]);
  }
  const head = ledger.snapshot().head;
  const lines = (await ledger.entries(1, 10_000)).map(({ bytes }) => toHex(bytes));
  await ledger.close();
  expect(python(["chain"], `${lines.join("\n")}\n`).stdout.trim()).toBe(
    `ok ${head.seq} ${toHex(head.hash)}`,
  );
  const changed = lines.with(
    100,
    (lines[100] ?? "").replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
  );
  expect(python(["chain"], `${changed.join("\n")}\n`).stdout).toMatch(/^bad: /);
});
