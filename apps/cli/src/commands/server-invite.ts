/** `mega server invite`: an account of the server, made by whoever is at its machine. */

import process from "node:process";
import { MegaError, toUtcString } from "@mega/domain";
import { inviteAtMachine } from "@mega/server";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { databaseUrl } from "./server.ts";

const languages = ["fr", "nl", "de", "en"] as const;

export const serverInviteCommand: Command = {
  summary:
    "Makes an account of the server, the first operator above all, and shows its invitation.",
  usage: "EMAIL --data DIR [--operator]",
  options: {
    operator: { form: "flag", meaning: "Keeps the server: accounts, buildings, gateways." },
    language: { form: "text", value: "CODE", meaning: "Of a new account: fr, nl, de, en; fr." },
    data: { form: "text", value: "DIR", meaning: "Folder of the server, which runs." },
  },
  async run(given) {
    const [email, ...more] = given.words;
    if (email === undefined || more.length > 0) {
      throw new MegaError("REQUEST_INVALID", "One e-mail address is needed", {
        hint: "mega server invite anna@example.org --operator --data DIR",
      });
    }
    const typed = given.text("language") ?? "fr";
    const language = languages.find((one) => one === typed);
    if (language === undefined) {
      const allowed = languages.join(", ");
      throw new MegaError("REQUEST_INVALID", `--language is "${typed}"; allowed: ${allowed}`);
    }
    const { word, expiresAtMs } = await inviteAtMachine({
      dataFolder: needed(given, "data"),
      databaseUrl: databaseUrl(),
      email,
      language,
      operator: given.flag("operator"),
    });
    process.stdout.write(`Invitation: ${word}\nIt stands until ${toUtcString(expiresAtMs)}.\n`);
    return 0;
  },
};
