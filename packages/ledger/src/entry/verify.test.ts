import { movedClock } from "@mega/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryLedgerHost } from "../contract/memory-ledger-host.ts";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../contract/test-events.ts";
import { encodeCanonical } from "./cbor.ts";
import { decodeEntry, encodeEntry } from "./envelope.ts";
import { entryHash } from "./hash.ts";
import { beginCheck, type ChainEntry, verifyChain } from "./verify.ts";

async function chain(): Promise<ChainEntry[]> {
  const ledger = memoryLedgerHost({ clock: movedClock({ startMs: firstDueAtMs }) });
  await ledger.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    { kind: "source-declared", source: testSource(1) },
    { kind: "source-declared", source: testSource(2) },
  ]);
  for (let hour = 0; hour < 20; hour++) {
    const takenAtMs = firstDueAtMs + hour * 3_600_000;
    const items = [1, 2].map((no) => acceptedItem(no, takenAtMs + no, 1000 + hour));
    expect(await ledger.append([testRound(hour, items)])).toMatchObject({ ok: true });
  }
  return (await ledger.entries(1, 1000)).map(({ seq, hash, bytes }) => ({ seq, hash, bytes }));
}

test("any flipped bit of any entry is found, with or without the hash beside it", async () => {
  const good = await chain();
  const last = good.length - 1;
  expect(verifyChain(good).ok).toBe(true);
  fc.assert(
    fc.property(fc.nat(last), fc.nat(), fc.nat(7), fc.boolean(), (at, where, bit, hashed) => {
      const entry = good[at] as ChainEntry;
      const bytes = entry.bytes.slice();
      const position = where % bytes.length;
      bytes[position] = (bytes[position] ?? 0) ^ (1 << bit);
      const rest = good.map(({ seq, bytes: same, hash }) =>
        hashed && hash ? { seq, bytes: same, hash } : { seq, bytes: same },
      );
      const changed = rest.with(at, { ...(rest[at] as ChainEntry), bytes });
      const report = verifyChain(changed);
      // Without hashes beside them only a checkpoint fixes the very last entry.
      if (!hashed && at === last) return;
      expect(report.ok).toBe(false);
      expect(report.firstBad?.seq).toBeGreaterThanOrEqual(at + 1);
      expect(report.firstBad?.seq).toBeLessThanOrEqual(at + 2);
    }),
    { numRuns: 3000 },
  );
});

test("a dropped, swapped, doubled or foreign entry is named", async () => {
  const good = await chain();
  const other = await chain();
  const at = (seq: number) => good[seq - 1] as ChainEntry;
  const fault = (entries: readonly ChainEntry[]) => verifyChain(entries).firstBad;
  expect(fault(good.toSpliced(9, 1))).toMatchObject({ seq: 10, fault: "seq-gap" });
  expect(fault(good.with(9, at(11)).with(10, at(10)))).toMatchObject({ seq: 10, fault: "seq-gap" });
  expect(fault(good.toSpliced(9, 0, at(9)))).toMatchObject({ seq: 10, fault: "seq-gap" });
  const renumbered = { ...at(11), seq: 10 };
  expect(fault(good.with(9, renumbered))).toMatchObject({ seq: 10, fault: "seq-gap" });
  expect(fault(good.with(9, other[9] as ChainEntry))).toMatchObject({
    seq: 10,
    fault: "prev-hash",
  });
});

test("a check begins at any entry", async () => {
  const good = await chain();
  const before = good[9] as ChainEntry;
  const report = verifyChain(good.slice(10), beginCheck(10, entryHash(before.bytes)));
  expect(report).toMatchObject({ ok: true, fromSeq: 11, entries: good.length - 10 });
  const wrong = verifyChain(good.slice(10), beginCheck(10, new Uint8Array(32)));
  expect(wrong.firstBad).toMatchObject({ seq: 11, fault: "prev-hash" });
});

test("an entry of an unknown kind is verified and named, and does not stop the chain", async () => {
  const good = await chain();
  const last = good.at(-1) as ChainEntry;
  const decoded = decodeEntry(last.bytes);
  if (!decoded.ok) throw new Error(decoded.detail);
  const { envelope } = decoded;
  const next = (kind: string, kindVersion: number) =>
    encodeEntry({
      ...envelope,
      seq: envelope.seq + 1,
      prevHash: entryHash(last.bytes),
      kind,
      kindVersion,
      body: { anything: [1, "two", null] },
    });
  for (const [kind, version, name] of [
    ["HeadSigned", 1, "HeadSigned"],
    ["RoundTaken", 3, "RoundTaken 3"],
  ] as const) {
    const report = verifyChain([...good, { seq: envelope.seq + 1, bytes: next(kind, version) }]);
    expect(report).toMatchObject({ ok: true, unknownKinds: [name] });
  }
});

test("bytes in another than the one encoding are refused", async () => {
  const first = (await chain())[0] as ChainEntry;
  const decoded = decodeEntry(first.bytes);
  if (!decoded.ok) throw new Error(decoded.detail);
  const body = encodeCanonical(decoded.envelope.body);
  const head = first.bytes.subarray(0, first.bytes.length - body.length);
  const withBody = (...bytes: number[]) => decodeEntry(Uint8Array.of(...head, ...bytes));
  // {"a": 1, "b": 2} in order, then with its keys exchanged, a long integer, a long float.
  expect(withBody(0xa2, 0x61, 0x61, 1, 0x61, 0x62, 2)).toMatchObject({ ok: true });
  const exchanged = withBody(0xa2, 0x61, 0x62, 2, 0x61, 0x61, 1);
  const longInteger = withBody(0xa1, 0x61, 0x61, 0x18, 1);
  const longFloat = withBody(0xa1, 0x61, 0x61, 0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0);
  const indefinite = withBody(0xbf, 0x61, 0x61, 1, 0xff);
  const doubled = withBody(0xa2, 0x61, 0x61, 1, 0x61, 0x61, 1);
  const trailing = withBody(0xa1, 0x61, 0x61, 1, 0);
  for (const other of [exchanged, longInteger, longFloat, indefinite, doubled, trailing]) {
    expect(other).toMatchObject({ ok: false, fault: "not-canonical" });
  }
});

test("no garbage throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(decodeEntry(bytes).ok).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
