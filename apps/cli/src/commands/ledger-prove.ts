/** `mega ledger prove`: one closed month of one channel, to be checked without the ledger. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { MegaError, systemClock } from "@mega/domain";
import { askGateway, LEDGER_FILE } from "@mega/gateway";
import { inlineLedgerHost, proveMonth } from "@mega/ledger";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writeOutput } from "../write-output.ts";

export const ledgerProveCommand: Command = {
  summary: "Writes the proof of one closed month of one channel, without a neighbour's figures.",
  usage: "--data DIR --channel N --month YYYY-MM [--output FILE]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the ledger." },
    channel: { form: "number", value: "N", meaning: "Number of the channel." },
    month: { form: "text", value: "YYYY-MM", meaning: "A closed month." },
    output: { form: "text", value: "FILE", meaning: "Where to write; standard output." },
  },
  async run(given) {
    const folder = needed(given, "data");
    const channelNo = given.number("channel");
    if (channelNo === undefined) throw new MegaError("REQUEST_INVALID", "--channel is needed");
    const month = needed(given, "month");
    const query = new URLSearchParams({ channel: String(channelNo), month });
    const asked = await askGateway(folder, "GET", `/prove?${query}`);
    const proof = asked ?? (await fromFile(join(folder, LEDGER_FILE), channelNo, month));
    const output = given.text("output");
    if (output === undefined) process.stdout.write(`${proof}\n`);
    else writeOutput(output, `${proof}\n`);
    return 0;
  },
};

async function fromFile(path: string, channelNo: number, month: string): Promise<string> {
  if (!existsSync(path)) {
    throw new MegaError("NOT_FOUND", `There is no ledger at ${path}`, {
      hint: "Give the data folder of a gateway.",
      context: { path },
    });
  }
  const ledger = await inlineLedgerHost({ path, clock: systemClock() });
  try {
    return JSON.stringify(await proveMonth(ledger, channelNo, month));
  } finally {
    await ledger.close();
  }
}
