// Writes the commands and their options into docs/reference/command-line.md from the files that
// define them, so that the document and `mega COMMAND --help` say the same.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Command } from "../apps/cli/src/command.ts";
import { betweenMarks } from "./generated-part.ts";

/** The document that the commands belong into. */
export const commandLineDocument = fileURLToPath(
  new URL("../docs/reference/command-line.md", import.meta.url),
);

/** A document with its commands made anew; throws where it lacks the marks. */
export async function withCommands(document: string): Promise<string> {
  return betweenMarks(document, "commands", (await allCommands()).map(sectionOf).join("\n"));
}

interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

const mainFile = new URL("../apps/cli/src/main.ts", import.meta.url);

/** Every command by the name under which the command line loads its file. */
async function allCommands(): Promise<NamedCommand[]> {
  const folder = new URL("../apps/cli/src/commands/", import.meta.url);
  const main = readFileSync(mainFile, "utf8");
  const files = readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file));
  return Promise.all(
    files.sort().map(async (file) => {
      const exported = (await import(new URL(file, folder).href)) as Record<string, unknown>;
      const command = Object.values(exported).find(isCommand);
      if (command === undefined) throw new Error(`${file} exports no command`);
      const form = new RegExp(
        `"?([a-z -]+)"?: async \\(\\) => \\(await import\\("./commands/${file}"`,
      );
      const name = form.exec(main)?.[1]?.trim();
      if (name === undefined) throw new Error(`No command loads ${file}`);
      return { name, command };
    }),
  );
}

function isCommand(value: unknown): value is Command {
  return typeof value === "object" && value !== null && "summary" in value && "run" in value;
}

function sectionOf({ name, command }: NamedCommand): string {
  const rows = Object.entries(command.options).map(([option, { form, value, meaning }]) => {
    const written = form === "flag" ? `--${option}` : `--${option} ${value ?? "VALUE"}`;
    return `| \`${written}\` | ${meaning.replaceAll("|", "\\|")} |`;
  });
  const table = rows.length === 0 ? [] : ["| option | means |", "|---|---|", ...rows, ""];
  const usage = `\`\`\`\nmega ${name} ${command.usage}\n\`\`\`\n`;
  return [`### mega ${name}\n`, `${command.summary}\n`, usage, ...table].join("\n");
}

if (import.meta.main) {
  const made = await withCommands(readFileSync(commandLineDocument, "utf8"));
  writeFileSync(commandLineDocument, made);
  process.stdout.write(`${commandLineDocument}\n`);
}
