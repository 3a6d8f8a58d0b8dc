/** `mega config export`: the configuration of the running gateway as a file, without its secrets. */

import process from "node:process";
import { MegaError } from "@mega/domain";
import type { Command } from "../command.ts";
import { askConfiguration } from "../config-ask.ts";
import { writeOutput } from "../write-output.ts";

export const configExportCommand: Command = {
  summary: "Writes the configuration as YAML, or its channels as CSV.",
  usage: "--data DIR [--format yaml|csv] [--output FILE]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of a running gateway." },
    format: { form: "text", value: "FORMAT", meaning: "yaml or csv; yaml." },
    dialect: { form: "text", value: "NAME", meaning: "CSV: rfc4180 or excel-be; rfc4180." },
    language: { form: "text", value: "CODE", meaning: "CSV, its heads: fr, nl, de, en." },
    output: { form: "text", value: "FILE", meaning: "Where to write; standard output." },
  },
  async run(given) {
    const format = given.text("format") ?? "yaml";
    if (format !== "yaml" && format !== "csv") {
      throw new MegaError("REQUEST_INVALID", `--format is "${format}"; allowed: yaml, csv`);
    }
    const query = new URLSearchParams();
    for (const name of format === "csv" ? ["dialect", "language"] : []) {
      const value = given.text(name);
      if (value !== undefined) query.set(name, value);
    }
    const asked = query.size > 0 ? `?${query}` : "";
    const file = await askConfiguration(given, "GET", `/export.${format}${asked}`);
    const output = given.text("output");
    if (output === undefined) process.stdout.write(file);
    else writeOutput(output, file);
    return 0;
  },
};
