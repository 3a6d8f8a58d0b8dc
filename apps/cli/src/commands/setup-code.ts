/** `mega setup-code`: the code that proves that a person stands before the gateway. */

import process from "node:process";
import { MegaError } from "@mega/domain";
import { askGateway } from "@mega/gateway";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";

export const setupCodeCommand: Command = {
  summary: "Shows the setup code; of a claimed gateway a new one, for lost credentials.",
  usage: "--data DIR",
  options: {
    data: { form: "text", value: "DIR", meaning: "Data folder of a running gateway." },
  },
  async run(given) {
    const text = await askGateway(needed(given, "data"), "POST", "/setup-code");
    if (text === undefined) {
      throw new MegaError("NOT_FOUND", "No gateway is running on the folder", {
        hint: "Start it first: mega gateway.",
      });
    }
    const { purpose, code } = JSON.parse(text) as {
      readonly purpose: "claim" | "reset";
      readonly code: string;
    };
    process.stdout.write(`Setup code: ${code}\n`);
    if (purpose === "reset") {
      process.stdout.write("It sets new credentials of the owner, once, within an hour.\n");
    }
    return 0;
  },
};
