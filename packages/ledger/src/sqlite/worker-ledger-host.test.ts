import { writeFileSync } from "node:fs";
import { systemClock } from "@mega/domain";
import { expect, test } from "vitest";
import { freshPath } from "./testing/small-ledger.ts";
import { workerLedgerHost } from "./worker-ledger-host.ts";

const clock = systemClock();

test("what was stored although its append failed is in the view afterwards", async () => {
  const workerUrl = new URL("./testing/unsure-ledger.ts", import.meta.url);
  const ledger = await workerLedgerHost({ path: freshPath(), clock, workerUrl });
  expect(ledger.snapshot().head.seq).toBe(0);
  await expect(ledger.append([])).rejects.toMatchObject({ code: "LEDGER_STORAGE_FAILED" });
  expect(ledger.snapshot().head.seq).toBe(1);
  expect(ledger.storage()).toBe("read-only");
  await ledger.close();
});

test("a file that cannot be opened rejects with its reason, and the thread ends", async () => {
  const path = freshPath();
  writeFileSync(path, "this is no database, whatever its name says".repeat(200));
  await expect(workerLedgerHost({ path, clock })).rejects.toMatchObject({
    code: "LEDGER_CHAIN_BROKEN",
    hint: expect.stringContaining("evidence"),
  });
});

test("after its end the ledger answers nothing, and says why", async () => {
  const ledger = await workerLedgerHost({ path: freshPath(), clock });
  await ledger.close();
  await ledger.close();
  await expect(ledger.entries(1, 1)).rejects.toMatchObject({ code: "LEDGER_STORAGE_FAILED" });
});
