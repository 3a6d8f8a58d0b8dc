/** The vectors of format 1, read by this code and by an independent program in Python. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { factBody, readFact } from "../entry/bodies.ts";
import { fromHex, toHex } from "../entry/cbor.ts";
import { decodeEntry, encodeEntry } from "../entry/envelope.ts";
import { entryHash } from "../entry/hash.ts";
import type { KeyLookup } from "../entry/seal.ts";
import { emptyTree, grow, treeHash } from "../entry/tree.ts";
import { proveMonth } from "../proof/prove-month.ts";
import { inlineLedgerHost } from "../sqlite/inline-ledger-host.ts";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "./test-events.ts";
import { continuedLedger, roundLedger, vectorLedger } from "./vector-ledger.ts";

const folder = join(import.meta.dirname, "..", "..");
const vectorsPath = join(folder, "vectors", "format-1.json");
const roundsPath = join(folder, "vectors", "round-taken-2.json");
const continuedPath = join(folder, "vectors", "ledger-continued-1.json");
const refusedPath = join(folder, "vectors", "format-1-refused.json");
const program = join(folder, "independent", "verify_chain.py");

interface VectorFile {
  readonly keys: readonly {
    readonly sourceNo: number;
    readonly month: string;
    readonly key: string;
  }[];
  readonly entries: readonly {
    readonly seq: number;
    readonly kind: string;
    readonly hash: string;
    readonly bytes: string;
  }[];
}

const vectors = JSON.parse(readFileSync(vectorsPath, "utf8")) as VectorFile;
const rounds = JSON.parse(readFileSync(roundsPath, "utf8")) as VectorFile;
const continued = JSON.parse(readFileSync(continuedPath, "utf8")) as VectorFile;

function keyLookup({ keys }: VectorFile): KeyLookup {
  const byName = new Map(keys.map((one) => [`${one.sourceNo}/${one.month}`, fromHex(one.key)]));
  return (sourceNo, month) => byName.get(`${sourceNo}/${month}`);
}

function python(args: readonly string[], input = "") {
  return spawnSync("/usr/bin/python3", [program, ...args], { encoding: "utf8", input });
}

test("every entry of version 1 says what it said, and all but rounds are still written so", () => {
  const told = vectorLedger().entries;
  expect(vectors.entries.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(
    told.map(({ seq, fact }) => `${seq} ${fact.kind}`),
  );
  expect(new Set(told.map(({ fact }) => fact.kind)).size).toBe(18);
  const keyOf = keyLookup(vectors);
  for (const [at, { bytes, hash }] of vectors.entries.entries()) {
    const decoded = decodeEntry(fromHex(bytes));
    if (!decoded.ok) throw new Error(decoded.detail);
    const { envelope } = decoded;
    expect(envelope.kindVersion).toBe(1);
    expect(toHex(entryHash(fromHex(bytes)))).toBe(hash);
    const fact = told[at]?.fact;
    expect(readFact(envelope, keyOf)).toEqual(fact);
    if (fact === undefined || fact.kind === "RoundTaken") continue;
    const body = factBody(fact, envelope.seq, keyOf);
    expect(toHex(encodeEntry({ ...envelope, body }))).toBe(bytes);
  }
});

test.each([
  ["rounds of version 2", rounds, roundLedger()],
  ["a take-over", continued, continuedLedger()],
])("the same events give the bytes and hashes of %s, to the last bit", (_, kept, ledger) => {
  const written = ledger.entries.map(({ seq, fact, hash, bytes }) => ({
    seq,
    kind: fact.kind,
    hash: toHex(hash),
    bytes: toHex(bytes),
  }));
  expect(kept.entries.map(({ seq, kind, hash, bytes }) => ({ seq, kind, hash, bytes }))).toEqual(
    written,
  );
  const keyOf = keyLookup(kept);
  for (const { bytes, fact } of ledger.entries) {
    const decoded = decodeEntry(bytes);
    expect(decoded.ok && readFact(decoded.envelope, keyOf)).toEqual(fact);
  }
});

test.each([
  ["format-1.json", vectorsPath, vectors],
  ["round-taken-2.json", roundsPath, rounds],
  ["ledger-continued-1.json", continuedPath, continued],
])("a program that shares no code reads %s, its values and its keys", (_, path, { entries }) => {
  const answer = python(["vectors", path]);
  const last = entries.at(-1);
  const tree = entries.reduce((grown, { hash }) => grow(grown, fromHex(hash)), emptyTree);
  expect(answer.stdout.trim()).toBe(`ok ${last?.seq} ${last?.hash} ${toHex(treeHash(tree))}`);
});

test("both refuse every entry in another form than the one", () => {
  const { refused } = JSON.parse(readFileSync(refusedPath, "utf8")) as {
    readonly refused: readonly { readonly why: string; readonly bytes: string }[];
  };
  for (const { why, bytes } of refused) {
    expect(decodeEntry(fromHex(bytes)), why).toMatchObject({ ok: false });
  }
  expect(refused.length).toBeGreaterThan(25);
  expect(python(["refused", refusedPath]).stdout.trim()).toBe(`ok ${refused.length}`);
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
  const report = await ledger.verify(1);
  const lines = (await ledger.entries(1, 10_000)).map(({ bytes }) => toHex(bytes));
  await ledger.close();
  expect(python(["chain"], `${lines.join("\n")}\n`).stdout.trim()).toBe(
    `ok ${report.headSeq} ${report.headHash} ${report.treeHash}`,
  );
  const changed = lines.with(
    100,
    (lines[100] ?? "").replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
  );
  expect(python(["chain"], `${changed.join("\n")}\n`).stdout).toMatch(/^bad: /);
});

test("it refuses a box that goes on after it was replaced, and a generation nobody announced", () => {
  const lines = continued.entries.map(({ bytes }) => bytes);
  const as = (at: number, generation: number) => {
    const decoded = decodeEntry(fromHex(lines[at] ?? ""));
    if (!decoded.ok) throw new Error(decoded.detail);
    return toHex(encodeEntry({ ...decoded.envelope, generation }));
  };
  const chain = (entries: readonly string[]) => python(["chain"], `${entries.join("\n")}\n`).stdout;
  const last = lines.length - 1;
  expect(chain(lines)).toMatch(/^ok 6 /);
  expect(chain(lines.with(last, as(last, 1)))).toMatch(/^bad: entry 6: generation 1 after 2/);
  expect(chain(lines.with(last, as(last, 3)))).toMatch(/^bad: entry 6: generation 3 begins/);
  expect(chain(lines.with(last - 1, as(last - 1, 3)).slice(0, last))).toMatch(/^bad: entry 5: /);
});

test("it checks the proof of one month against a tree hash known from elsewhere", async () => {
  const ledger = await inlineLedgerHost({ path: ":memory:", clock: movedClock({ startMs: 0 }) });
  const index = (amount: number) => {
    const printed = { amount, decimals: 3, unit: "kWh" } as const;
    return { atMs: firstDueAtMs, index: printed, method: "actual", evidence: [3] } as const;
  };
  const part = {
    counterNo: 1,
    sourceNo: 1,
    tenancyId: "ab".repeat(16),
    opening: index(9634),
  } as const;
  const consumed = { amount: 240_350, decimals: 3, unit: "kWh" } as const;
  const parts = [{ ...part, closing: index(249_984), consumed }];
  const closed = { channelNo: 7, month: "2026-05", ruleVersion: 1, tzVersion: "2026a", why: "" };
  await ledger.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    { kind: "source-declared", source: testSource(1) },
    testRound(0, [acceptedItem(1, firstDueAtMs, 9634)]),
    { kind: "month-closed", ...closed, revision: 1, parts },
    { kind: "month-closed", ...closed, revision: 2, parts },
    { kind: "restarted", lastSeenMs: null, why: "" },
  ]);
  const { treeHash: known } = await ledger.verify(1);
  const path = join(mkdtempSync(join(tmpdir(), "mega-proof-")), "proof.json");
  const proof = await proveMonth(ledger, 7, "2026-05");
  await ledger.close();
  writeFileSync(path, JSON.stringify(proof));
  expect(python(["proof", path, known ?? ""]).stdout).toBe(
    `channel 7, 2026-05, revision 2\ncounter 1: 9.634 to 249.984, 240.350 kWh\nok 7 ${known}\n`,
  );
  expect(python(["proof", path, "00".repeat(32)]).stdout).toMatch(/^bad: the proof is of another/);
  const [first] = proof.entries;
  const entries = [{ ...proof.entries.at(-1), path: first?.path }];
  writeFileSync(path, JSON.stringify({ ...proof, entries }));
  expect(python(["proof", path]).stdout).toMatch(/^bad: /);
});
