/** `mega prg`: the PRG button of a gateway that has none, or none within reach. */

import process from "node:process";
import { MegaError } from "@mega/domain";
import { askGateway } from "@mega/gateway";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";

export const prgCommand: Command = {
  summary: "Presses PRG: opens the claim, or new credentials of the owner, for ten minutes.",
  usage: "--data DIR",
  options: {
    data: { form: "text", value: "DIR", meaning: "Data folder of a running gateway." },
  },
  async run(given) {
    const text = await askGateway(needed(given, "data"), "POST", "/prg");
    if (text === undefined) {
      throw new MegaError("NOT_FOUND", "No gateway is running on the folder", {
        hint: "Start it first: mega gateway.",
      });
    }
    const { purpose, openUntil } = JSON.parse(text) as {
      readonly purpose: "claim" | "reset";
      readonly openUntil: string;
    };
    const what = purpose === "claim" ? "be claimed" : "get new credentials of its owner";
    process.stdout.write(`Until ${openUntil} the gateway can ${what} on its page.\n`);
    return 0;
  },
};
