import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movedClock } from "@mega/domain";
import { afterAll, expect, test } from "vitest";
import { memoryLedgerHost } from "../contract/memory-ledger-host.ts";
import { firstDueAtMs, testRound, testSource } from "../contract/test-events.ts";
import { inlineLedgerHost } from "./inline-ledger-host.ts";
import type { LedgerHost } from "./ledger-host.ts";
import { workerLedgerHost } from "./worker-ledger-host.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-evidence-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = movedClock({ startMs: firstDueAtMs });

const hosts: readonly (readonly [string, () => Promise<LedgerHost>])[] = [
  ["memory", async () => memoryLedgerHost({ clock })],
  ["inline", () => inlineLedgerHost({ path: ":memory:", clock })],
  ["worker", () => workerLedgerHost({ path: join(folder, "worker.db"), clock })],
];

test.each(hosts)("%s: a reading comes back with its raw bytes as received", async (_name, open) => {
  const ledger = await open();
  try {
    await ledger.append([
      { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
      { kind: "source-declared", source: testSource(1) },
      { kind: "source-declared", source: testSource(2) },
      testRound(0, [
        {
          sourceNo: 1,
          takenAtMs: firstDueAtMs + 90,
          judgement: { status: "accepted", count: 123_456 },
          raw: Uint8Array.of(0x00, 0x01, 0xe2, 0x40),
        },
        {
          sourceNo: 2,
          takenAtMs: firstDueAtMs + 1090,
          judgement: { status: "missing", reason: "timeout" },
          raw: new Uint8Array(0),
        },
      ]),
    ]);
    const seq = ledger.snapshot().lastRound?.seq ?? 0;
    expect(await ledger.readingEvidence(1, seq)).toMatchObject({
      seq,
      takenAtMs: firstDueAtMs + 90,
      status: "accepted",
      count: 123_456,
      raw: Uint8Array.of(0x00, 0x01, 0xe2, 0x40),
      erased: false,
    });
    expect(await ledger.readingEvidence(2, seq)).toMatchObject({
      status: "missing",
      reason: "timeout",
      count: null,
      raw: new Uint8Array(0),
    });
    expect(await ledger.readingEvidence(3, seq)).toBeUndefined();
    expect(await ledger.readingEvidence(1, 1)).toBeUndefined();
    expect(await ledger.readingEvidence(1, seq + 9)).toBeUndefined();
    await ledger.append([testRound(31 * 24, [])]);
    await ledger.eraseMonthKeys("2026-06");
    const erased = await ledger.readingEvidence(1, seq);
    expect(erased).toMatchObject({ status: "accepted", count: null, erased: true });
    expect(erased?.raw.length).toBe(0);
  } finally {
    await ledger.close();
  }
});
