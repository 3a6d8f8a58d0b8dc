/** `mega server enrol`: binds a gateway to a building by the code that it shows. */

import process from "node:process";
import { MegaError } from "@mega/domain";
import { enrolAtMachine } from "@mega/server";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { databaseUrl } from "./server.ts";

const languages = ["fr", "nl", "de", "en"];

const said = {
  enrolled: "is enrolled",
  "enrolled-again": "is enrolled again and keeps what it uploaded",
  moved: "has come from another building and keeps what it uploaded",
} as const;

export const serverEnrolCommand: Command = {
  summary: "Binds a gateway to a building of the server by the code that the gateway shows.",
  usage: "CODE --building NAME --manager EMAIL --data DIR",
  options: {
    building: {
      form: "text",
      value: "NAME",
      meaning: "Building of this manager; made when he has none of this name.",
    },
    manager: { form: "text", value: "EMAIL", meaning: "Who manages it; made when not known." },
    language: { form: "text", value: "CODE", meaning: "Of a new manager: fr, nl, de, en; fr." },
    data: { form: "text", value: "DIR", meaning: "Folder of the server, which runs." },
  },
  async run(given) {
    const [code, ...more] = given.words;
    if (code === undefined || more.length > 0) {
      throw new MegaError("REQUEST_INVALID", "The code is needed, as the gateway shows it", {
        hint: "mega server enrol 7K3M-9QXR --building NAME --manager EMAIL --data DIR",
      });
    }
    const language = given.text("language") ?? "fr";
    if (!languages.includes(language)) {
      const allowed = languages.join(", ");
      throw new MegaError("REQUEST_INVALID", `--language is "${language}"; allowed: ${allowed}`);
    }
    const { kind, gatewayId, mac, model } = await enrolAtMachine({
      dataFolder: needed(given, "data"),
      databaseUrl: databaseUrl(),
      code,
      building: needed(given, "building"),
      managerEmail: needed(given, "manager"),
      language,
    });
    process.stdout.write(`Gateway ${gatewayId} (${model}, ${mac}) ${said[kind]}.\n`);
    return 0;
  },
};
