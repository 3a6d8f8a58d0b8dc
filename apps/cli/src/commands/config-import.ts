/**
 * `mega config import`: reads YAML or rows of channels, shows what would change, and saves it unless
 * only a look was asked for.
 */

import { readFileSync, statSync } from "node:fs";
import process from "node:process";
import {
  CONFIGURATION_BYTES_MAX,
  type Proposal,
  type Revision,
  type SaveAnswer,
} from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { Given } from "../arguments.ts";
import type { Command } from "../command.ts";
import { askConfiguration, revisionLine } from "../config-ask.ts";

export const configImportCommand: Command = {
  summary: "Reads a configuration or rows of channels into the running gateway.",
  usage: "FILE --data DIR [--check]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of a running gateway." },
    check: { form: "flag", meaning: "Only show what would change." },
  },
  async run(given) {
    const { revision } = await answered<Revision>(given, "GET", "");
    const { format, text } = fileOf(given);
    const proposal = await answered<Proposal>(given, "POST", "/import", { body: { format, text } });
    for (const { line, pointer, params } of proposal.faults) {
      const where = [line === null ? "" : `line ${line}`, pointer].filter((part) => part !== "");
      say(`${where.join(", ")}: found ${params["value"]}; allowed: ${params["allowed"]}`);
    }
    if (proposal.faults.length > 0) return 1;
    for (const { place, before, after } of proposal.changes) {
      say(`${place}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
    }
    if (proposal.changes.length === 0) say("Nothing would change.");
    if (proposal.changes.length === 0 || given.flag("check")) return 0;
    const saved = await answered<SaveAnswer>(given, "PUT", `?proposal=${proposal.proposal}`, {
      body: proposal.configuration,
      heads: { "if-match": `"${revision}"` },
    });
    say(`In force: ${revisionLine(saved)}`);
    return 0;
  },
};

async function answered<Answer>(...question: Parameters<typeof askConfiguration>): Promise<Answer> {
  return JSON.parse((await askConfiguration(...question)).toString("utf8")) as Answer;
}

function fileOf(given: Given): { readonly format: "yaml" | "rows"; readonly text: string } {
  const [file, ...more] = given.words;
  if (file === undefined || more.length > 0) {
    throw new MegaError("REQUEST_INVALID", `${given.words.length} files are named; one is needed`);
  }
  const isRows = /\.(csv|tsv|txt)$/i.test(file);
  if (!isRows && !/\.ya?ml$/i.test(file)) {
    throw new MegaError("REQUEST_INVALID", `${file} ends with none of .yaml, .csv, .tsv, .txt`);
  }
  try {
    const { size } = statSync(file);
    if (size > CONFIGURATION_BYTES_MAX) throw new Error(`it has ${size} bytes; 1 MB is allowed`);
    return { format: isRows ? "rows" : "yaml", text: readFileSync(file, "utf8") };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MegaError("CONFIG_UNREADABLE", `${file} cannot be read: ${why}`, { cause });
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
