import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import {
  openHost,
  smallLedger,
} from "../../../../packages/ledger/src/sqlite/testing/small-ledger.ts";
import { readArguments } from "../arguments.ts";
import { ledgerProveCommand } from "./ledger-prove.ts";

function prove(folder: string, ...words: readonly string[]): Promise<number> {
  const given = readArguments(["--data", folder, ...words], ledgerProveCommand.options);
  return ledgerProveCommand.run(given);
}

test("a closed month is written as a proof", async () => {
  const path = await smallLedger(2);
  const ledger = await openHost(path);
  const closed = { channelNo: 3, month: "2026-05", revision: 1, ruleVersion: 1 };
  const rest = { tzVersion: "2026a", parts: [], why: "" };
  await ledger.append([{ kind: "month-closed", ...closed, ...rest }]);
  await ledger.close();
  const output = join(dirname(path), "proof.json");
  const words = ["--channel", "3", "--month", "2026-05", "--output", output];
  expect(await prove(dirname(path), ...words)).toBe(0);
  expect(JSON.parse(readFileSync(output, "utf8"))).toMatchObject({
    format: 1,
    channelNo: 3,
    month: "2026-05",
    treeSize: 7,
    entries: [{ seq: 7 }],
  });
});

test("nothing is proven, and no ledger is made, where there is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mega-prove-"));
  const words = ["--channel", "3", "--month", "2026-05"];
  await expect(prove(folder, ...words)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(existsSync(join(folder, "ledger.db"))).toBe(false);
  const path = await smallLedger(2);
  await expect(prove(dirname(path), ...words)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(prove(folder, "--month", "2026-05")).rejects.toMatchObject({
    code: "REQUEST_INVALID",
  });
});
