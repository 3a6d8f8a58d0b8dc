import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../contract/test-events.ts";
import { fromHex, toHex } from "../entry/cbor.ts";
import { decodeEntry } from "../entry/envelope.ts";
import { entryHash } from "../entry/hash.ts";
import { hashByPath } from "../entry/tree.ts";
import { inlineLedgerHost } from "../sqlite/inline-ledger-host.ts";
import { type MonthProof, proveMonth } from "./prove-month.ts";

const HOUR_MS = 3_600_000;

/** Two neighbours with counts that are easy to find, and May closed for both. */
async function building() {
  const clock = movedClock({ startMs: firstDueAtMs });
  const ledger = await inlineLedgerHost({ path: ":memory:", clock });
  await ledger.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    { kind: "source-declared", source: testSource(1) },
    { kind: "source-declared", source: testSource(2) },
  ]);
  for (const hour of [0, 1, 2, 744]) {
    const takenAtMs = firstDueAtMs + hour * HOUR_MS;
    const items = [1, 2].map((no) => acceptedItem(no, takenAtMs, no * 1_111_111 + hour));
    await ledger.append([testRound(hour, items)]);
  }
  const seqs = (await ledger.readingsBetween(1, 0, Number.MAX_SAFE_INTEGER, 9)).map(
    ({ seq }) => seq,
  );
  const evidence = [seqs[0] ?? 0, seqs.at(-1) ?? 0];
  for (const no of [1, 2]) {
    const index = (amount: number, seq: number) => {
      const printed = { amount, decimals: 3, unit: "kWh" } as const;
      return { atMs: firstDueAtMs, index: printed, method: "actual", evidence: [seq] } as const;
    };
    const part = {
      counterNo: 1,
      sourceNo: no,
      tenancyId: "ab".repeat(16),
      opening: index(no * 1_111_111, evidence[0] ?? 0),
      closing: index(no * 1_111_111 + 744, evidence[1] ?? 0),
      consumed: { amount: 744, decimals: 3, unit: "kWh" },
    } as const;
    const version = { ruleVersion: 1, tzVersion: "2026a", parts: [part], why: "" };
    const closed = { channelNo: no, month: "2026-05", revision: 1, ...version };
    await ledger.append([{ kind: "month-closed", ...closed }]);
  }
  return { ledger, evidence };
}

/** A figure as a whole number of CBOR, as closed months hold it. */
function inClear(figure: number): string {
  return figure.toString(16).padStart(8, "0");
}

/** A count as a round would hold it unsealed: count + 1 in LEB128. */
function inRound(count: number): string {
  const digits: number[] = [];
  for (let rest = count + 1; rest > 0; rest >>= 7)
    digits.push((rest & 127) + (rest > 127 ? 128 : 0));
  return toHex(Uint8Array.from(digits));
}

/** Whether every entry of a proof leads to its tree hash. */
function holds({ entries, treeSize, treeHash }: MonthProof): boolean {
  return entries.every(({ seq, bytes, path }) => {
    const place = { seq, size: treeSize };
    const found = hashByPath(entryHash(fromHex(bytes)), place, path.map(fromHex));
    return found !== undefined && toHex(found) === treeHash;
  });
}

test("a month of a channel is proven alone, against the tree hash of the whole ledger", async () => {
  const { ledger, evidence } = await building();
  const proof = await proveMonth(ledger, 1, "2026-05");
  const report = await ledger.verify(1);
  expect(proof).toMatchObject({ treeSize: report.headSeq, treeHash: report.treeHash });
  expect(holds(proof)).toBe(true);
  const kinds = proof.entries.map(({ bytes }) => {
    const decoded = decodeEntry(fromHex(bytes));
    return decoded.ok ? decoded.envelope.kind : decoded.detail;
  });
  expect(kinds).toEqual(["RoundTaken", "RoundTaken", "MonthClosed"]);
  expect(proof.entries.map(({ seq }) => seq)).toEqual([...evidence, report.headSeq - 1]);
  await ledger.close();
});

test("a proof shows no figure of a neighbour", async () => {
  const { ledger } = await building();
  const proof = JSON.stringify(await proveMonth(ledger, 1, "2026-05"));
  const shown = (figure: number) =>
    proof.includes(inClear(figure)) || proof.includes(inRound(figure));
  expect(shown(1_111_111)).toBe(true);
  expect(shown(1_111_111 + 744)).toBe(true);
  for (const hour of [0, 1, 2, 744]) expect(shown(2_222_222 + hour)).toBe(false);
  await ledger.close();
});

test("a proof with any changed byte does not hold", async () => {
  const { ledger } = await building();
  const proof = await proveMonth(ledger, 2, "2026-05");
  const last = proof.entries.at(-1);
  if (last === undefined) throw new Error("The proof has no entry");
  const changed = (field: "bytes" | number) => {
    const flip = (hex: string) =>
      hex.endsWith("0") ? `${hex.slice(0, -1)}1` : `${hex.slice(0, -1)}0`;
    const entry =
      field === "bytes"
        ? { ...last, bytes: flip(last.bytes) }
        : { ...last, path: last.path.with(field, flip(last.path[field] ?? "")) };
    return { ...proof, entries: [entry] };
  };
  expect(holds(proof)).toBe(true);
  for (const field of ["bytes" as const, ...last.path.keys()])
    expect(holds(changed(field))).toBe(false);
  expect(holds({ ...proof, entries: [{ ...last, seq: last.seq - 1 }] })).toBe(false);
  await ledger.close();
});

test("a month that is not closed cannot be proven", async () => {
  const { ledger } = await building();
  await expect(proveMonth(ledger, 1, "2026-06")).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(proveMonth(ledger, 9, "2026-05")).rejects.toMatchObject({ code: "NOT_FOUND" });
  await ledger.close();
});
