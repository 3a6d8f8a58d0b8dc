import { expect, test } from "vitest";
import { entriesToCopy } from "./entries-to-copy.ts";
import type { StoredEntry } from "./ledger-host.ts";
import { openHost, smallLedger } from "./testing/small-ledger.ts";

const limits = { toSeq: 9, entriesMax: 100, roundsMax: 24, bytesMax: 1_000_000 };

/** The entries of a small ledger, one of them changed, as a store gives them. */
async function storeWith(seq: number, change: (entry: StoredEntry) => StoredEntry) {
  const ledger = await openHost(await smallLedger(5));
  const all = (await ledger.entries(1, 100)).map((one) => (one.seq === seq ? change(one) : one));
  await ledger.close();
  return {
    entries: (fromSeq: number, limit: number) => all.slice(fromSeq - 1, fromSeq - 1 + limit),
    keyOf: () => undefined,
  };
}

test("an entry that has decayed goes to no copy, and those before it do", async () => {
  const turned = ({ bytes, ...rest }: StoredEntry) => {
    const last = bytes.length - 1;
    return { ...rest, bytes: bytes.with(last, (bytes[last] ?? 0) ^ 1) };
  };
  const store = await storeWith(6, turned);
  expect(entriesToCopy(store, 1, limits).entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(() => entriesToCopy(store, 6, limits)).toThrow(
    expect.objectContaining({ code: "LEDGER_CHAIN_BROKEN", context: { seq: 6 } }),
  );
  expect(entriesToCopy(store, 7, limits).entries.map(({ seq }) => seq)).toEqual([7, 8, 9]);
});

test("a key that does not fit what was committed goes to no copy", async () => {
  const ledger = await openHost(await smallLedger(1));
  const stored = await ledger.entries(1, 100);
  const sound = await ledger.entriesToCopy(1, limits);
  await ledger.close();
  const entries = (fromSeq: number, limit: number) =>
    stored.slice(fromSeq - 1, fromSeq - 1 + limit);
  const keyOf = () => new Uint8Array(32);
  expect(sound.keys.map(({ sourceNo }) => sourceNo)).toEqual([1, 2]);
  expect(entriesToCopy({ entries, keyOf }, 1, limits).keys).toEqual([]);
});
