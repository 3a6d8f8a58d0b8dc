/** `mega server restore`: what a person says to a box that asks for another's place. */

import process from "node:process";
import { MegaError } from "@mega/domain";
import {
  confirmRestoreAtMachine,
  refuseRestoresAtMachine,
  undoRestoreAtMachine,
} from "@mega/server";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { databaseUrl } from "./server.ts";

const HINT = "mega server restore confirm 7K3M-9QXR --data DIR";

export const serverRestoreCommand: Command = {
  summary:
    "Lets a box take another's place by the code that it shows, turns it down, or undoes it.",
  usage: "confirm CODE | refuse GATEWAY | undo GATEWAY --data DIR",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the server, which runs." },
  },
  async run(given) {
    const [verb, what, ...more] = given.words;
    const at = { dataFolder: needed(given, "data"), databaseUrl: databaseUrl() };
    if (what === undefined || more.length > 0) {
      throw new MegaError("REQUEST_INVALID", "A verb and a code or number are needed", {
        hint: HINT,
      });
    }
    process.stdout.write(`${await said(verb ?? "", what, at)}\n`);
    return 0;
  },
};

interface At {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
}

async function said(verb: string, what: string, at: At): Promise<string> {
  switch (verb) {
    case "confirm": {
      const changed = await confirmRestoreAtMachine({ ...at, code: what });
      const { gatewayId, oldMac, newMac, building } = changed;
      return `Gateway ${gatewayId} in ${building}: ${newMac} has the place of ${oldMac}.`;
    }
    case "refuse": {
      const refused = await refuseRestoresAtMachine({ ...at, gatewayId: numberOf(what) });
      return `Restores that were turned down: ${refused}.`;
    }
    case "undo":
      await undoRestoreAtMachine({ ...at, gatewayId: numberOf(what) });
      return `The old box of gateway ${what} has its right back.`;
    default:
      throw new MegaError(
        "REQUEST_INVALID",
        `"${verb}" is no verb; allowed: confirm, refuse, undo`,
        {
          hint: HINT,
        },
      );
  }
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new MegaError("REQUEST_INVALID", `"${text}" is no gateway; allowed: its number`, {
    hint: HINT,
  });
}
