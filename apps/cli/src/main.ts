#!/usr/bin/env node
/**
 * The `mega` command. Each command is a file in commands/; this one finds it, prints help and turns
 * a failure into one clear message and an exit code: 0 done, 1 failed, 2 used wrongly. A command may
 * have codes of its own.
 */

import process from "node:process";
import { MegaError } from "@mega/domain";
import { type OptionForms, readArguments } from "./arguments.ts";
import type { Command } from "./command.ts";

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  gateway: async () => (await import("./commands/gateway.ts")).gatewayCommand,
  demo: async () => (await import("./commands/demo.ts")).demoCommand,
  simulate: async () => (await import("./commands/simulate.ts")).simulateCommand,
  server: async () => (await import("./commands/server.ts")).serverCommand,
  "server enrol": async () => (await import("./commands/server-enrol.ts")).serverEnrolCommand,
  "server restore": async () => (await import("./commands/server-restore.ts")).serverRestoreCommand,
  "server demo": async () => (await import("./commands/server-demo.ts")).serverDemoCommand,
  "server invite": async () => (await import("./commands/server-invite.ts")).serverInviteCommand,
  prg: async () => (await import("./commands/prg.ts")).prgCommand,
  "setup-code": async () => (await import("./commands/setup-code.ts")).setupCodeCommand,
  read: async () => (await import("./commands/read.ts")).readCommand,
  export: async () => (await import("./commands/export.ts")).exportCommand,
  "config show": async () => (await import("./commands/config-show.ts")).configShowCommand,
  "config export": async () => (await import("./commands/config-export.ts")).configExportCommand,
  "config print": async () => (await import("./commands/config-print.ts")).configPrintCommand,
  "config import": async () => (await import("./commands/config-import.ts")).configImportCommand,
  "ledger verify": async () => (await import("./commands/ledger-verify.ts")).ledgerVerifyCommand,
  "ledger prove": async () => (await import("./commands/ledger-prove.ts")).ledgerProveCommand,
  "profile check": async () => (await import("./commands/profile-check.ts")).profileCheckCommand,
};

process.exitCode = await run(process.argv.slice(2));

async function run(words: readonly string[]): Promise<number> {
  const name = [words.slice(0, 2).join(" "), words[0] ?? ""].find(
    (candidate) => candidate in commands,
  );
  const load = name === undefined ? undefined : commands[name];
  if (name === undefined || load === undefined) {
    const asked = words[0] === undefined || words[0] === "--help" || words[0] === "help";
    await printOverview(asked ? undefined : words[0]);
    return asked ? 0 : 2;
  }
  const command = await load();
  const rest = words.slice(name.split(" ").length);
  if (rest.includes("--help")) {
    process.stdout.write(helpOf(name, command));
    return 0;
  }
  try {
    return await command.run(readArguments(rest, command.options));
  } catch (error) {
    return explain(error, command.failedCode ?? 1);
  }
}

function explain(error: unknown, failedCode: number): number {
  if (!(error instanceof MegaError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  if (error.hint !== undefined) process.stderr.write(`${error.hint}\n`);
  return error.code === "REQUEST_INVALID" ? 2 : failedCode;
}

async function printOverview(unknown: string | undefined): Promise<void> {
  if (unknown !== undefined) process.stderr.write(`"${unknown}" is not a command.\n`);
  process.stdout.write("mega COMMAND [OPTIONS]\n\n");
  for (const [name, load] of Object.entries(commands)) {
    process.stdout.write(`  ${name.padEnd(16)}${(await load()).summary}\n`);
  }
  process.stdout.write("\nmega COMMAND --help lists its options.\n");
}

function helpOf(name: string, command: Command): string {
  const lines = Object.entries(command.options as OptionForms).map(([option, form]) => {
    const written = form.form === "flag" ? `--${option}` : `--${option} ${form.value ?? "VALUE"}`;
    return `  ${written.padEnd(24)}${form.meaning}`;
  });
  return `mega ${name} ${command.usage}\n\n${command.summary}\n\n${lines.join("\n")}\n`;
}
