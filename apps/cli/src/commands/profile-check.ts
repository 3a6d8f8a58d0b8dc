/** `mega profile check`: says whether meter profiles of one's own can be used, and what is wrong. */

import { readFileSync } from "node:fs";
import process from "node:process";
import { MegaError } from "@mega/domain";
import { profileCheck } from "@mega/profiles";
import type { Command } from "../command.ts";

export const profileCheckCommand: Command = {
  summary: "Checks meter profiles: form, units, source and vectors.",
  usage: "FILE …",
  options: {},
  async run(given) {
    if (given.words.length === 0) {
      throw new MegaError("REQUEST_INVALID", "Give at least one profile file");
    }
    let bad = 0;
    for (const file of given.words) {
      const findings = profileCheck(read(file));
      if (findings.length === 0) process.stdout.write(`${file}: good\n`);
      else bad += 1;
      for (const { path, value, allowed } of findings) {
        process.stdout.write(`${file}: ${path || "/"} is ${value}; allowed: ${allowed}\n`);
      }
    }
    return bad === 0 ? 0 : 1;
  },
};

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new MegaError("PROFILE_INVALID", `${file} cannot be read as JSON`, { cause });
  }
}
