import { expect, test } from "vitest";
import { acceptedItem, firstDueAtMs, testRound } from "../contract/test-events.ts";
import type { CborValue } from "../entry/cbor.ts";
import { decodeEntry, encodeEntry } from "../entry/envelope.ts";
import { entryHash } from "../entry/hash.ts";
import { openHost, smallLedger, tamper } from "./testing/small-ledger.ts";
import { verifyLedgerFile } from "./verify-file.ts";

/** Appends entries as a newer version would: the last one again, with another kind and body. */
function appendAs(path: string, kinds: readonly (readonly [string, number])[]): void {
  tamper(path, (db) => {
    for (const [kind, kindVersion] of kinds) {
      const last = db.prepare("SELECT seq, hash, bytes FROM entries ORDER BY seq DESC").get();
      const decoded = decodeEntry(last?.["bytes"] as Uint8Array);
      if (!decoded.ok) throw new Error(decoded.detail);
      const seq = decoded.envelope.seq + 1;
      const prevHash = last?.["hash"] as Uint8Array;
      const body: Record<string, CborValue> = { anything: ["new", null, 7] };
      const bytes = encodeEntry({ ...decoded.envelope, seq, prevHash, kind, kindVersion, body });
      db.prepare("INSERT INTO entries VALUES (?, ?, ?)").run(seq, entryHash(bytes), bytes);
    }
  });
}

test("behind a kind it does not know the ledger keeps, serves and passes on, and appends nothing", async () => {
  const path = await smallLedger(3);
  appendAs(path, [["ReadingVoided", 1]]);
  const ledger = await openHost(path);
  const view = ledger.snapshot();
  expect(view.head.seq).toBe(8);
  expect(view.notUnderstood).toEqual({ seq: 8, kind: "ReadingVoided" });
  expect(view.standings.get(1)?.latest?.count).toBe(1002);
  const next = testRound(9, [acceptedItem(1, firstDueAtMs + 9 * 3_600_000, 1010)]);
  await expect(ledger.append([next])).rejects.toMatchObject({
    code: "LEDGER_UNKNOWN_KIND",
    context: { seq: 8, kind: "ReadingVoided" },
  });
  expect(await ledger.verify(1)).toMatchObject({ ok: true, unknownKinds: ["ReadingVoided"] });
  expect(await ledger.entries(8, 10)).toHaveLength(1);
  expect((await ledger.readingsAround(1, firstDueAtMs * 2)).before?.count).toBe(1002);
  await ledger.rebuildProjections();
  expect(ledger.snapshot()).toEqual(view);
  await ledger.close();
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true, entries: 8 });
});

test("a newer version of a kind is as unknown, and what follows it is not guessed", async () => {
  const path = await smallLedger(3);
  appendAs(path, [["RoundTaken", 3]]);
  const ledger = await openHost(path);
  expect(ledger.snapshot().notUnderstood).toEqual({ seq: 8, kind: "RoundTaken 3" });
  await ledger.close();
  // A start after the state was closed derives it anew: a version that knows more will find more.
  const again = await openHost(path);
  expect(again.snapshot().notUnderstood).toEqual({ seq: 8, kind: "RoundTaken 3" });
  await again.close();
});

test("reserved kinds say nothing of figures: the ledger goes on behind them", async () => {
  const path = await smallLedger(3);
  appendAs(path, [
    ["KeyDeclared", 1],
    ["HeadSigned", 3],
  ]);
  const ledger = await openHost(path);
  expect(ledger.snapshot().notUnderstood).toBe(null);
  const next = testRound(9, [acceptedItem(1, firstDueAtMs + 9 * 3_600_000, 1010)]);
  expect(await ledger.append([next])).toMatchObject({ ok: true, entries: [{ seq: 10 }] });
  const unknownKinds = ["KeyDeclared", "HeadSigned 3"];
  expect(await ledger.verify(1)).toMatchObject({ ok: true, entries: 10, unknownKinds });
  await ledger.close();
});
