/** `mega ledger verify`: checks every entry of a ledger, also beside a running gateway. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { MegaError } from "@mega/domain";
import { askGateway, LEDGER_FILE } from "@mega/gateway";
import { type VerifyReport, verifyLedgerFile } from "@mega/ledger";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";

export const ledgerVerifyCommand: Command = {
  summary: "Checks the whole chain of a ledger. Exit code 0 good, 1 bad.",
  usage: "--data DIR",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the ledger." },
    json: { form: "flag", meaning: "Print the report as JSON." },
  },
  async run(given) {
    const folder = needed(given, "data");
    const report = await reportOn(folder);
    if (given.flag("json")) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(textOf(report));
    return report.ok ? 0 : 1;
  },
};

async function reportOn(folder: string): Promise<VerifyReport> {
  const answer = await askGateway(folder, "POST", "/verify");
  if (answer !== undefined) return JSON.parse(answer) as VerifyReport;
  const file = join(folder, LEDGER_FILE);
  if (!existsSync(file)) {
    throw new MegaError("NOT_FOUND", `${file} does not exist`, {
      hint: "Give the data folder of a gateway with --data.",
    });
  }
  return verifyLedgerFile(file);
}

function textOf(report: VerifyReport): string {
  const keys = `${report.keysChecked} keys checked, ${report.keysErased} erased`;
  if (report.firstBad === null) {
    return `good: ${report.entries} entries, ${keys}\nhead: ${report.headSeq} ${report.headHash}\n`;
  }
  const { seq, fault, detail } = report.firstBad;
  return `BAD at entry ${seq}: ${fault} (${detail})\n${report.entries} entries before it are good\n`;
}
