/** `mega export`: the COUNTERS table as a file, from the gateway that runs on a data folder. */

import { writeFileSync } from "node:fs";
import process from "node:process";
import { MegaError } from "@mega/domain";
import { askGateway, exportFromFile } from "@mega/gateway";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";

const formats = ["json", "csv"] as const;

export const exportCommand: Command = {
  summary: "Writes the COUNTERS table as JSON or CSV.",
  usage: "--data DIR [--config FILE] [--format json|csv]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the ledger." },
    config: { form: "text", value: "FILE", meaning: "Configuration, when no gateway is running." },
    format: { form: "text", value: "FORMAT", meaning: "json or csv; json." },
    dialect: { form: "text", value: "NAME", meaning: "CSV: rfc4180 or excel-be; rfc4180." },
    shape: { form: "text", value: "SHAPE", meaning: "CSV: long or wide; long." },
    channels: { form: "text", value: "LIST", meaning: "Channels, 1,2,3; all." },
    months: { form: "text", value: "LIST", meaning: "Months, 2026-05,2026-04; the latest 12." },
    language: { form: "text", value: "CODE", meaning: "CSV heads: fr, nl, de, en." },
    output: { form: "text", value: "FILE", meaning: "Where to write; standard output." },
  },
  async run(given) {
    const format = given.text("format") ?? "json";
    if (!formats.some((allowed) => allowed === format)) {
      throw new MegaError(
        "REQUEST_INVALID",
        `--format is "${format}"; allowed: ${formats.join(", ")}`,
      );
    }
    const query = new URLSearchParams();
    const names =
      format === "csv"
        ? ["dialect", "shape", "channels", "months", "language"]
        : ["channels", "months"];
    for (const name of names) {
      const value = given.text(name);
      if (value !== undefined) query.set(name, value);
    }
    const url = `/api/v1/export.${format}${query.size > 0 ? `?${query}` : ""}`;
    const folder = needed(given, "data");
    const text =
      (await askGateway(folder, "GET", url)) ?? (await fromFile(folder, given.text("config"), url));
    const output = given.text("output");
    if (output === undefined) process.stdout.write(text);
    else writeFileSync(output, text);
    return 0;
  },
};

function fromFile(folder: string, config: string | undefined, url: string): Promise<string> {
  if (config === undefined) {
    throw new MegaError("REQUEST_INVALID", "No gateway is running on the folder", {
      hint: "Give its configuration with --config to read the ledger from the file.",
    });
  }
  return exportFromFile(folder, config, url);
}
