import { expect, test } from "vitest";
import type { LedgerEvent } from "../append/event.ts";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../contract/test-events.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";
import { freshPath } from "./testing/small-ledger.ts";

const stamp = {
  recordedAtMs: firstDueAtMs,
  bootId: new Uint8Array(8),
  monotonicMs: 0,
  clockState: "S",
  clockOffsetMs: null,
  actor: "gateway",
} as const;
const zoneSet: LedgerEvent = {
  kind: "zone-set",
  timeZone: "Europe/Brussels",
  tzVersion: "2026a",
};
const batch: readonly LedgerEvent[] = [
  zoneSet,
  { kind: "source-declared", source: testSource(1) },
  { kind: "source-declared", source: testSource(2) },
  testRound(
    0,
    [1, 2].map((no) => acceptedItem(no, firstDueAtMs + no, 1000)),
  ),
];

test.each([1, 2, 3, 4, 5])("a batch that fails at its entry %i leaves nothing of itself", (seq) => {
  const ledger = new SqliteLedger({ path: freshPath() });
  ledger.open();
  ledger.read(({ db }) => {
    db.exec(`CREATE TEMP TRIGGER fails BEFORE INSERT ON main.entries WHEN NEW.seq = ${seq}
      BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END`);
  });
  expect(() => ledger.append(batch, stamp)).toThrow("the disk is gone");
  expect(ledger.read(({ store }) => store.entries(1, 10))).toEqual([]);
  expect(ledger.read(({ store }) => store.keyCount())).toBe(0);
  expect(ledger.state.head.seq).toBe(0);
  // Opened anew behind the failure, it stores the whole batch.
  expect(ledger.append(batch, stamp)).toMatchObject({ ok: true });
  expect(ledger.read(({ store }) => store.headSeq())).toBe(5);
  ledger.close();
});
