/** `mega export`: the COUNTERS table as a file, from the gateway that runs on a data folder. */

import process from "node:process";
import { MegaError } from "@mega/domain";
import { askGatewayForBytes, exportFromFile } from "@mega/gateway";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writeOutput } from "../write-output.ts";

/** Formats with what narrows them. */
const formats = {
  json: ["channels", "months"],
  csv: ["dialect", "shape", "channels", "months", "language"],
  xlsx: ["channels", "months", "language"],
  pdf: ["channels", "months", "language"],
} as const;
type Format = keyof typeof formats;

export const exportCommand: Command = {
  summary: "Writes the COUNTERS table as JSON, CSV, Excel or PDF.",
  usage: "--data DIR [--config FILE] [--format json|csv|xlsx|pdf]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the ledger." },
    config: {
      form: "text",
      value: "FILE",
      meaning: "Configuration of a stopped gateway; what was saved.",
    },
    format: { form: "text", value: "FORMAT", meaning: "json, csv, xlsx or pdf; json." },
    dialect: { form: "text", value: "NAME", meaning: "CSV: rfc4180 or excel-be; rfc4180." },
    shape: { form: "text", value: "SHAPE", meaning: "CSV: long or wide; long." },
    channels: { form: "text", value: "LIST", meaning: "Channels, 1,2,3; all." },
    months: { form: "text", value: "LIST", meaning: "Months, 2026-05,2026-04; the latest 12." },
    language: { form: "text", value: "CODE", meaning: "CSV, Excel, PDF: fr, nl, de, en." },
    output: { form: "text", value: "FILE", meaning: "Where to write; standard output." },
  },
  async run(given) {
    const format = formatOf(given.text("format") ?? "json");
    const output = given.text("output");
    const isText = format === "json" || format === "csv";
    if (output === undefined && !isText && process.stdout.isTTY) {
      throw new MegaError("REQUEST_INVALID", `--output is missing; ${format} is no text`, {
        hint: `Give a file: --output counters.${format}`,
      });
    }
    const query = new URLSearchParams();
    for (const name of formats[format]) {
      const value = given.text(name);
      if (value !== undefined) query.set(name, value);
    }
    const url = `/api/v1/export.${format}${query.size > 0 ? `?${query}` : ""}`;
    const folder = needed(given, "data");
    const file =
      (await askGatewayForBytes(folder, "GET", url)) ??
      (await exportFromFile(folder, given.text("config"), url));
    if (output === undefined) process.stdout.write(file);
    else writeOutput(output, file);
    return 0;
  },
};

function formatOf(given: string): Format {
  const names = Object.keys(formats) as Format[];
  const format = names.find((name) => name === given);
  if (format !== undefined) return format;
  throw new MegaError("REQUEST_INVALID", `--format is "${given}"; allowed: ${names.join(", ")}`);
}
