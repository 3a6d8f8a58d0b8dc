// Writes the table of docs/reference/access.md from the rules that the gateway's guard asks.

import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import {
  type AccessRule,
  access,
  type Operation,
  type OperationName,
  operations,
  roles,
} from "@mega/contract";
import { betweenMarks } from "./generated-part.ts";

/** The document that the table belongs into. */
export const accessDocument = fileURLToPath(
  new URL("../docs/reference/access.md", import.meta.url),
);

/** A document with its table made anew; throws where it lacks the marks. */
export function withAccessTable(document: string): string {
  return betweenMarks(document, "operations", accessTable());
}

function accessTable(): string {
  const names = Object.keys(operations) as OperationName[];
  const rows = names.map((name) => rowOf(name, operations[name], access[name]));
  return `| operation | | roles | scope | password |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
}

function rowOf(name: string, { method, path }: Operation, rule: AccessRule): string {
  const place = `${method} \`${path.replace(/:(\w+)/g, "{$1}")}\``;
  const scope = rule.scope === null ? "–" : `\`${rule.scope}\``;
  const password = rule.password === "none" ? "–" : `\`${rule.password}\``;
  return `| \`${name}\` | ${place} | ${rolesOf(rule)} | ${scope} | ${password} |`;
}

function rolesOf({ when, roles: allowed }: AccessRule): string {
  if (when === "always") return "open to all";
  if (when === "unclaimed") return "open to all until the claim";
  return allowed.length === roles.length ? "all" : allowed.join(", ");
}

if (import.meta.main) {
  writeFileSync(accessDocument, withAccessTable(readFileSync(accessDocument, "utf8")));
  process.stdout.write(`${accessDocument}\n`);
}
