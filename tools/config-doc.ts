// Writes the tables of docs/reference/config.md from the schema that checks the file, so that the
// document and the messages of the gateway use the same words. Text outside the marks is by hand.

import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { GatewayConfigSchema } from "@mega/contract";
import { absentWords, allowedWords, type SchemaNode } from "@mega/installation";
import { betweenMarks } from "./generated-part.ts";

/** The document that the tables belong into. */
export const configDocument = fileURLToPath(
  new URL("../docs/reference/config.md", import.meta.url),
);

/** A document with its tables made anew; throws where it lacks the marks. */
export function withConfigTables(document: string): string {
  return betweenMarks(document, "tables", configTables());
}

/** One table for each group of keys, in the order of the schema. */
function configTables(): string {
  const root = GatewayConfigSchema as unknown as SchemaNode;
  return groupsOf("the file", root).map(tableOf).join("\n");
}

interface Group {
  /** "meters[].mqtt". */
  readonly name: string;
  readonly node: SchemaNode;
}

/** A group and those inside it. */
function groupsOf(name: string, node: SchemaNode): Group[] {
  const inside = Object.entries(node.properties ?? {}).flatMap(([key, entry]) => {
    const path = name === "the file" ? key : `${name}.${key}`;
    return innerGroups(path, entry);
  });
  return [{ name, node }, ...inside];
}

function innerGroups(path: string, entry: SchemaNode): Group[] {
  const named = Object.values(entry.patternProperties ?? {})[0];
  if (named !== undefined) return groupsOf(`${path}.NAME`, named);
  // A list of plain values is told in its own line.
  if (entry.items !== undefined) return innerGroups(`${path}[]`, entry.items);
  if (entry.anyOf !== undefined) {
    return entry.anyOf.flatMap((form) =>
      groupsOf(`${path}, kind ${String(form.properties?.["kind"]?.const)}`, form),
    );
  }
  return entry.properties === undefined ? [] : groupsOf(path, entry);
}

function tableOf({ name, node }: Group): string {
  const rows = Object.entries(node.properties ?? {}).map(([key, entry]) => {
    const needed = node.required?.includes(key) === true;
    const absent = needed ? "needed" : (absentWords(entry) ?? "");
    const cells = [`\`${key}\``, allowedIn(entry), absent, entry.description ?? ""];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  const title = name === "the file" ? "The file" : `\`${name}\``;
  return [
    `### ${title}\n`,
    `${node.description}\n`,
    "| key | allowed | when absent | meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** Groups and lists have tables of their own. */
function allowedIn(entry: SchemaNode): string {
  if (entry.items !== undefined) return `a list, at most ${entry.maxItems}`;
  const isGroup = entry.properties ?? entry.patternProperties ?? entry.anyOf;
  return isGroup === undefined ? allowedWords(entry) : "a group";
}

if (import.meta.main) {
  writeFileSync(configDocument, withConfigTables(readFileSync(configDocument, "utf8")));
  process.stdout.write(`${configDocument}\n`);
}
