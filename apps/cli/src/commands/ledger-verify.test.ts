import { readFileSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { MegaError } from "@mega/domain";
import { expect, test, vi } from "vitest";
import {
  acceptedItem,
  firstDueAtMs,
  testRound,
} from "../../../../packages/ledger/src/contract/test-events.ts";
import {
  openHost,
  smallLedger,
  tamper,
} from "../../../../packages/ledger/src/sqlite/testing/small-ledger.ts";
import { readArguments } from "../arguments.ts";
import { ledgerVerifyCommand } from "./ledger-verify.ts";

/** Runs the command on the folder of a ledger; what it printed and its exit code. */
async function verify(path: string, ...flags: readonly string[]) {
  let said = "";
  const print = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    const words = ["--data", dirname(path), ...flags];
    const code = await ledgerVerifyCommand.run(readArguments(words, ledgerVerifyCommand.options));
    return { code, said };
  } finally {
    print.mockRestore();
  }
}

test("a good ledger is good, and its head and tree can be written down", async () => {
  const path = await smallLedger(4);
  const { code, said } = await verify(path);
  expect(code).toBe(0);
  expect(said).toMatch(
    /^good: 8 entries, 2 keys checked, 0 erased\nhead: 8 [0-9a-f]{64}\ntree: 8 [0-9a-f]{64}\n$/,
  );
  const json = JSON.parse((await verify(path, "--json")).said);
  expect(said).toContain(json.headHash);
});

test("one flipped bit is bad and named by its entry", async () => {
  const path = await smallLedger(4);
  tamper(path, (db) => {
    const bytes = db.prepare("SELECT bytes FROM entries WHERE seq = 6").get()?.["bytes"];
    const flipped = Buffer.from(bytes as Uint8Array);
    flipped.writeUInt8(flipped.readUInt8(150) ^ 1, 150);
    db.prepare("UPDATE entries SET bytes = ? WHERE seq = 6").run(flipped);
  });
  const { code, said } = await verify(path);
  expect(code).toBe(1);
  expect(said).toMatch(/^BAD at entry 6: hash \(.+\)\n5 entries before it are good\n$/);
  expect((await verify(path, "--rebuild")).code).toBe(1);
});

test("a file that is cut off is bad from the first entry that is lost", async () => {
  const path = await smallLedger(300);
  truncateSync(path, Math.floor(readFileSync(path).length / 8192) * 4096);
  const { code, said } = await verify(path);
  expect(code).toBe(1);
  expect(said).toMatch(/^BAD at entry \d+: unreadable \(.+\)\n\d+ entries before it are good\n$/);
});

test("entries that are missing at the end are bad", async () => {
  const path = await smallLedger(4);
  tamper(path, (db) => db.exec("DELETE FROM entries WHERE seq > 6"));
  const { code, said } = await verify(path);
  expect(code).toBe(1);
  expect(said).toMatch(/^BAD at entry 7: tail-missing \(the ledger once had 8 entries\)\n6 /);
});

test("with erased keys the ledger is good, and says how many are erased", async () => {
  const path = await smallLedger(4);
  const ledger = await openHost(path);
  const hours = 31 * 24;
  const june = firstDueAtMs + hours * 3_600_000;
  await ledger.append([testRound(hours, [acceptedItem(1, june, 5000)])]);
  await ledger.eraseMonthKeys("2026-06");
  await ledger.close();
  const { code, said } = await verify(path);
  expect(code).toBe(0);
  expect(said).toMatch(/^good: 10 entries, 1 keys checked, 2 erased\n/);
});

test("what does not follow from good entries is bad, and is derived again when asked", async () => {
  const path = await smallLedger(4);
  tamper(path, (db) => db.exec("UPDATE p_runs SET packed = zeroblob(40) WHERE source_no = 2"));
  const bad = await verify(path);
  expect(bad.code).toBe(1);
  expect(bad.said).toMatch(/^BAD at entry 5: projection \(.+source 2.+\)\nall 8 entries are good;/);
  expect(await verify(path, "--rebuild")).toMatchObject({ code: 0 });
  expect(await verify(path)).toMatchObject({ code: 0 });
});

test("what cannot be checked is neither good nor bad", async () => {
  expect(ledgerVerifyCommand.failedCode).toBe(2);
  const missing = join(dirname(await smallLedger(1)), "elsewhere", "ledger.db");
  await expect(verify(missing)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const path = await smallLedger(1);
  const ledger = await openHost(path);
  await expect(verify(path)).rejects.toBeInstanceOf(MegaError);
  await ledger.close();
});
