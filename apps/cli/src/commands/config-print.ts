/** `mega config print`: the configuration of the running gateway on paper, for the cabinet. */

import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { askConfiguration } from "../config-ask.ts";
import { writeOutput } from "../write-output.ts";

export const configPrintCommand: Command = {
  summary: "Writes the configuration as a PDF for the cabinet.",
  usage: "--data DIR --out FILE [--language CODE]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of a running gateway." },
    out: { form: "text", value: "FILE", meaning: "Where to write." },
    language: { form: "text", value: "CODE", meaning: "fr, nl, de, en; the gateway's." },
  },
  async run(given) {
    const out = needed(given, "out");
    const language = given.text("language");
    const query = language === undefined ? "" : `?language=${encodeURIComponent(language)}`;
    writeOutput(out, await askConfiguration(given, "GET", `/print.pdf${query}`));
    return 0;
  },
};
