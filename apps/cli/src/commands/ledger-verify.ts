/** `mega ledger verify`: checks every entry of a ledger, also beside a running gateway. */

import { join } from "node:path";
import process from "node:process";
import { askGateway, LEDGER_FILE } from "@mega/gateway";
import { rebuildLedgerFile, type VerifyReport, verifyLedgerFile } from "@mega/ledger";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";

export const ledgerVerifyCommand: Command = {
  summary: "Checks the whole chain of a ledger. Exit code 0 good, 1 bad, 2 could not be checked.",
  usage: "--data DIR [--rebuild] [--json]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the ledger." },
    rebuild: { form: "flag", meaning: "First derive again what follows from the entries." },
    json: { form: "flag", meaning: "Print the report as JSON." },
  },
  failedCode: 2,
  async run(given) {
    const folder = needed(given, "data");
    const report = given.flag("rebuild") ? await rebuild(folder) : await verify(folder);
    if (given.flag("json")) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(textOf(report));
    return report.ok ? 0 : 1;
  },
};

async function verify(folder: string): Promise<VerifyReport> {
  const answer = await askGateway(folder, "POST", "/verify");
  if (answer !== undefined) return JSON.parse(answer) as VerifyReport;
  return verifyLedgerFile(join(folder, LEDGER_FILE));
}

async function rebuild(folder: string): Promise<VerifyReport> {
  const answer = await askGateway(folder, "POST", "/rebuild");
  if (answer !== undefined) return JSON.parse(answer) as VerifyReport;
  const file = join(folder, LEDGER_FILE);
  // What is broken in the entries is told before anything is touched.
  const report = await verifyLedgerFile(file);
  if (report.firstBad !== null && report.firstBad.fault !== "projection") return report;
  await rebuildLedgerFile(file);
  return verifyLedgerFile(file);
}

function textOf(report: VerifyReport): string {
  const { entries, firstBad, headSeq, headHash, treeHash, unknownKinds } = report;
  const keys = `${report.keysChecked} keys checked, ${report.keysErased} erased`;
  const head = `head: ${headSeq} ${headHash}\ntree: ${headSeq} ${treeHash}\n`;
  const unknown = unknownKinds.length === 0 ? "" : `not understood: ${unknownKinds.join(", ")}\n`;
  if (firstBad === null) return `good: ${entries} entries, ${keys}\n${head}${unknown}`;
  const { seq, fault, detail } = firstBad;
  const bad = `BAD at entry ${seq}: ${fault} (${detail})\n`;
  if (fault !== "projection") return `${bad}${entries} entries before it are good\n`;
  return `${bad}all ${entries} entries are good; --rebuild derives the rest from them again\n${head}`;
}
