/**
 * `mega server demo`: a server and two buildings of different managers, each with a simulator and a gateway
 * of its own on the wire. Everything is the product's; only passwords that are known are not.
 */

import { resolve } from "node:path";
import process from "node:process";
import { MegaError, systemClock } from "@mega/domain";
import type { Command } from "../command.ts";
import { askDemo } from "../demo/server/demo-door.ts";
import { readDemoNote } from "../demo/server/demo-note.ts";
import { FIRST_PORT, readServerDemo } from "../demo/server/demo-people.ts";
import { runServerDemo } from "../demo/server/run-demo.ts";
import { factorCode } from "../demo/server/second-factor.ts";

const HISTORY_MONTHS = 13;
const MONTHS_MAX = 24;
/** The last that five ports in a row fit behind. */
const PORT_MAX = 65_531;

export const serverDemoCommand: Command = {
  summary: "Runs a server with two simulated buildings; puts another box in a gateway's place.",
  usage: "[replace [BUILDING] | code] [--data DIR] [--port N] [--fresh]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the demo; .data/demo-server." },
    port: {
      form: "number",
      value: "N",
      meaning: `Port of the portal, four more behind it; ${FIRST_PORT}.`,
    },
    months: {
      form: "number",
      value: "N",
      meaning: `Past that is made, in months; ${HISTORY_MONTHS}.`,
    },
    fresh: { form: "flag", meaning: "Forget everything and begin anew." },
    log: { form: "text", value: "LEVEL", meaning: "fatal, error, warn, info, debug; error." },
  },
  async run(given) {
    const folder = resolve(given.text("data") ?? ".data/demo-server");
    const [verb, building, ...more] = given.words;
    if (more.length > 0) throw unknownWord(more.join(" "));
    switch (verb) {
      case undefined:
        await runServerDemo({
          folder,
          firstPort: between("port", given.number("port") ?? FIRST_PORT, PORT_MAX),
          months: between("months", given.number("months") ?? HISTORY_MONTHS, MONTHS_MAX),
          fresh: given.flag("fresh"),
          logLevel: given.text("log") ?? "error",
          say,
        });
        return 0;
      case "replace":
        return (await askDemo(folder, building ?? firstBuilding(), say)) ? 0 : 1;
      case "code":
        sayCodes(folder);
        return 0;
      default:
        throw unknownWord(verb);
    }
  },
};

function firstBuilding(): string {
  return readServerDemo(FIRST_PORT).buildings[0]?.id ?? "";
}

/** What the telephones of its people show now. */
function sayCodes(folder: string): void {
  const note = readDemoNote(folder);
  if (note === undefined) {
    throw new MegaError("NOT_FOUND", `No demo was set up in ${folder}`, {
      hint: "Start it: npm run demo:server",
    });
  }
  const nowMs = systemClock().nowMs();
  for (const [email, secret] of Object.entries(note.factors)) {
    say(`${email.padEnd(20)}${factorCode(secret, nowMs)}`);
  }
}

function between(name: string, value: number, max: number): number {
  if (value >= 1 && value <= max) return value;
  throw new MegaError("REQUEST_INVALID", `--${name} is ${value}; allowed: 1 to ${max}`);
}

function unknownWord(word: string): MegaError {
  return new MegaError("REQUEST_INVALID", `"${word}" is no word of the demo`, {
    hint: "Allowed: replace [BUILDING], code, or nothing.",
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
