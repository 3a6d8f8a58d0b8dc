import { existsSync, readFileSync } from "node:fs";
import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../contract/test-events.ts";
import { ByteWriter } from "../entry/byte-columns.ts";
import { inlineLedgerHost } from "./inline-ledger-host.ts";
import { freshPath } from "./testing/small-ledger.ts";

const HOUR_MS = 3_600_000;

/** A count of six bytes that nothing else in the file looks like; in June another one. */
function telltale(sourceNo: number, hour: number): number {
  const june = hour >= 31 * 24 ? 0x40_00_00 : 0;
  return 0x6d_65_67_00_00_00 + sourceNo * 0x1_00_00 + june + hour;
}

/** How often the bytes of a count or a key stand in the files of a ledger. */
function tracesOf(path: string, pieces: readonly Uint8Array[]): number {
  const files = [path, `${path}-wal`].filter((file) => existsSync(file));
  const contents = files.map((file) => readFileSync(file));
  return pieces.filter((piece) => contents.some((bytes) => bytes.indexOf(Buffer.from(piece)) >= 0))
    .length;
}

/** What all counts of a source have in common where they begin a run of readings. */
function packedCounts(sourceNo: number): Uint8Array {
  const writer = new ByteWriter();
  writer.signed(telltale(sourceNo, 0));
  // The low bits come first, and with them the hour.
  return writer.written().subarray(2);
}

test("an erased month leaves neither its keys nor its counts in the file", async () => {
  const path = freshPath();
  const keys: Uint8Array[] = [];
  const ledger = await inlineLedgerHost({
    path,
    clock: movedClock({ startMs: firstDueAtMs }),
    makeKey() {
      const key = new Uint8Array(32).fill(0x90 + keys.length).with(0, 0x77);
      keys.push(key);
      return key;
    },
  });
  const sources = [1, 2, 3, 4, 5];
  await ledger.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    ...sources.map((no) => ({ kind: "source-declared" as const, source: testSource(no) })),
  ]);
  const round = (hour: number) => {
    const takenAtMs = firstDueAtMs + hour * HOUR_MS;
    const items = sources.map((no) => acceptedItem(no, takenAtMs, telltale(no, hour)));
    return ledger.append([testRound(hour, items)]);
  };
  const mayHours = Array.from({ length: 31 * 24 }, (_, hour) => hour);
  for (const hour of mayHours) await round(hour);
  await round(31 * 24);
  const may = keys.slice(0, 5);
  const june = keys.slice(5);
  const mayCounts = sources.map(packedCounts);
  expect(tracesOf(path, may)).toBe(5);
  expect(tracesOf(path, mayCounts)).toBe(5);
  expect(await ledger.eraseMonthKeys("2026-06")).toBe(5);
  expect(tracesOf(path, may)).toBe(0);
  expect(tracesOf(path, mayCounts)).toBe(0);
  expect(tracesOf(path, june)).toBe(5);
  await ledger.close();
  expect(tracesOf(path, [...may, ...mayCounts])).toBe(0);
});
