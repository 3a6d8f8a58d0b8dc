import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { memoryLedgerHost } from "../contract/memory-ledger-host.ts";
import type { CborValue } from "./cbor.ts";
import { decodeEntry, type Envelope, encodeEntry } from "./envelope.ts";
import { entryHash } from "./hash.ts";
import { beginCheck, type ChainEntry, verifyChain } from "./verify.ts";

/** Three entries of generation 1 and the take-over by a box of generation 2. */
async function takenOver(): Promise<readonly ChainEntry[]> {
  const ledger = memoryLedgerHost({ clock: movedClock({ startMs: 1_777_586_400_000 }) });
  for (const lastSeenMs of [1, 2, 3]) {
    await ledger.append([{ kind: "restarted", lastSeenMs, why: "test" }]);
  }
  const { head } = ledger.snapshot();
  const taken = { headSeq: head.seq, headHash: head.hash, fromGeneration: 1, toGeneration: 2 };
  expect(await ledger.append([{ kind: "ledger-continued", ...taken }])).toMatchObject({ ok: true });
  expect(ledger.snapshot().generation).toBe(2);
  await ledger.append([{ kind: "restarted", lastSeenMs: 4, why: "test" }]);
  return (await ledger.entries(1, 10)).map(({ seq, bytes }) => ({ seq, bytes }));
}

function envelopeOf({ bytes }: ChainEntry): Envelope {
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.envelope;
}

/** The chain cut behind an entry, with one more that follows it in all but what is changed. */
function followedBy(
  chain: readonly ChainEntry[],
  seq: number,
  changes: Partial<Envelope>,
): readonly ChainEntry[] {
  const before = chain[seq - 1] as ChainEntry;
  const place = { seq: seq + 1, prevHash: entryHash(before.bytes) };
  const like = envelopeOf(chain[seq] as ChainEntry);
  const bytes = encodeEntry({ ...like, ...place, ...changes });
  return [...chain.slice(0, seq), { seq: seq + 1, bytes }];
}

test("a take-over is told by its own entry and verifies, from any entry on", async () => {
  const chain = await takenOver();
  expect(chain.map((entry) => envelopeOf(entry).generation)).toEqual([1, 1, 1, 2, 2]);
  expect(envelopeOf(chain[3] as ChainEntry).kind).toBe("LedgerContinued");
  for (const behind of [0, 2, 3, 4]) {
    const before = chain[behind - 1];
    const hash = before === undefined ? new Uint8Array(32) : entryHash(before.bytes);
    const report = verifyChain(chain.slice(behind), beginCheck(behind, hash));
    expect(report).toMatchObject({ ok: true, headSeq: 5, unknownKinds: [] });
  }
});

test("the box that was replaced cannot go on behind the take-over", async () => {
  const chain = await takenOver();
  for (const behind of [4, 5]) {
    const long = [...chain, chain[4] as ChainEntry];
    const old = followedBy(long, behind, { generation: 1, kind: "ClockStepped" });
    expect(verifyChain(old).firstBad).toMatchObject({
      seq: behind + 1,
      fault: "generation",
      detail: "generation 1 after 2",
    });
  }
});

test("a generation that nobody announced, or a take-over that names another place, is bad", async () => {
  const chain = await takenOver();
  const { body, bootId } = envelopeOf(chain[3] as ChainEntry);
  const fault = (changes: Partial<Envelope>) => verifyChain(followedBy(chain, 3, changes)).firstBad;
  const withBody = (change: Readonly<Record<string, CborValue>>) =>
    fault({ body: { ...body, ...change } });
  expect(fault({ body })).toBe(null);
  const bad = { seq: 4, fault: "generation" };
  expect(fault({ kind: "Restarted" })).toMatchObject({
    ...bad,
    detail: "generation 2 begins without LedgerContinued",
  });
  expect(fault({ generation: 1 })).toMatchObject(bad);
  expect(fault({ generation: 3 })).toMatchObject(bad);
  expect(fault({ bootId: bootId.map((byte) => byte ^ 1) })).toMatchObject(bad);
  expect(withBody({ fromGeneration: 0 })).toMatchObject(bad);
  expect(withBody({ fromGeneration: 2 })).toMatchObject(bad);
  expect(withBody({ headSeq: 2 })).toMatchObject(bad);
  expect(withBody({ headHash: new Uint8Array(32) })).toMatchObject(bad);
  expect(withBody({ toGeneration: 4 })).toMatchObject(bad);
  expect(withBody({ headHash: null })).toMatchObject(bad);
  // A step over a generation that never wrote anything is none.
  expect(fault({ generation: 9, body: { ...body, toGeneration: 9 } })).toBe(null);
});

test("a check that knows the generation it goes on from holds the next entry to it", async () => {
  const chain = await takenOver();
  const before = chain[2] as ChainEntry;
  const behind = (generation: number) =>
    verifyChain(chain.slice(3), beginCheck(3, entryHash(before.bytes), null, generation)).firstBad;
  expect(behind(1)).toBe(null);
  expect(behind(2)).toMatchObject({ seq: 4, fault: "generation" });
});
