// Writes the tables of docs/reference/access.md and server-access.md from the rules that the guards of the
// gateway and of the server's portal ask.

import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import {
  type AccessRule,
  access,
  type Operation,
  type OperationName,
  operations,
  type PortalOperationName,
  type PortalRule,
  portalAccess,
  portalOperations,
  portalRoles,
  roles,
} from "@mega/contract";
import { betweenMarks } from "./generated-part.ts";

/** The document that the table belongs into. */
export const accessDocument = fileURLToPath(
  new URL("../docs/reference/access.md", import.meta.url),
);

/** The document of the portal's table. */
export const portalDocument = fileURLToPath(
  new URL("../docs/reference/server-access.md", import.meta.url),
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

/** The portal's document with its table made anew; throws where it lacks the marks. */
export function withPortalTable(document: string): string {
  const names = Object.keys(portalOperations) as PortalOperationName[];
  const rows = names.map((name) => portalRow(name, portalOperations[name], portalAccess[name]));
  const head = "| operation | | roles | password |\n|---|---|---|---|\n";
  return betweenMarks(document, "operations", `${head}${rows.join("\n")}\n`);
}

function portalRow(name: string, operation: Operation, rule: PortalRule): string {
  const password = rule.password === "none" ? "–" : `\`${rule.password}\``;
  return `| \`${name}\` | ${placeOf(operation)} | ${whoMay(rule)} | ${password} |`;
}

function whoMay({ stage, roles: allowed }: PortalRule): string {
  if (stage === "open") return "open to all";
  if (stage === "password") return "whoever gave a password";
  return allowed.length === portalRoles.length ? "every account" : allowed.join(", ");
}

function placeOf({ method, path }: Operation): string {
  return `${method} \`${path.replace(/:(\w+)/g, "{$1}")}\``;
}

function rowOf(name: string, operation: Operation, rule: AccessRule): string {
  const place = placeOf(operation);
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
  for (const [path, made] of [
    [accessDocument, withAccessTable],
    [portalDocument, withPortalTable],
  ] as const) {
    writeFileSync(path, made(readFileSync(path, "utf8")));
    process.stdout.write(`${path}\n`);
  }
}
