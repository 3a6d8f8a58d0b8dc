/**
 * From the text of a configuration to its values: YAML with places for messages. Pure.
 *
 * Text is taken as it is written where text is wanted, so that a serial number 00123456, a hardware
 * address of digits or the format 8E1 needs no quotes and loses nothing by being read as a number.
 */

import type { TSchema } from "typebox";
import { type Document, isNode, LineCounter, parseDocument, type YAMLError } from "yaml";
import type { SchemaNode } from "./allowed-words.ts";
import type { ConfigProblem } from "./schema-problems.ts";

/** The values of a file, or why it has none. */
export type ReadConfig =
  | {
      readonly kind: "values";
      readonly value: unknown;
      /** The line of a place, or of the nearest one around it; undefined for an empty file. */
      readonly lineOf: (path: string) => number | undefined;
    }
  | { readonly kind: "fault"; readonly problem: ConfigProblem };

const ALIASES_MAX = 50;

/** Reads YAML text by a schema that says where text is wanted. */
export function readConfigText(text: string, schema: TSchema): ReadConfig {
  if (text.includes("\0")) return faulty({ path: "", value: "other bytes", allowed: "UTF-8 text" });
  const lines = new LineCounter();
  // A key is a word: lists and groups as keys would be made text, and be warned about in the log.
  const options = { prettyErrors: false, uniqueKeys: true, stringKeys: true } as const;
  const document = parseDocument(text, { ...options, lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) return faulty(syntaxProblem(error, lines, text));
  try {
    const value = document.toJS({ maxAliasCount: ALIASES_MAX });
    const written = parseDocument(text, { ...options, schema: "failsafe" });
    return {
      kind: "values",
      value: asWritten(schema as SchemaNode, value, written.toJS({ maxAliasCount: ALIASES_MAX })),
      lineOf: (path) => lineOf(document, lines, path),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return faulty({ path: "", value: `aliases (${why})`, allowed: `at most ${ALIASES_MAX}` });
  }
}

function faulty(problem: ConfigProblem): ReadConfig {
  return { kind: "fault", problem };
}

/** The value with numbers and true or false as written wherever the schema wants text. */
function asWritten(node: SchemaNode | undefined, value: unknown, written: unknown): unknown {
  if (wantsText(node)) {
    const isOther = typeof value === "number" || typeof value === "boolean";
    return isOther && typeof written === "string" ? written : value;
  }
  if (Array.isArray(value)) {
    return value.map((entry, index) => asWritten(node?.items, entry, child(written, index)));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [
    key,
    asWritten(childNode(node, key, value), entry, child(written, key)),
  ]);
  return Object.fromEntries(entries);
}

/** A choice of words is text as well: 8E1, a format of a line, is the number 80 to YAML. */
function wantsText(node: SchemaNode | undefined): boolean {
  return node?.type === "string" || node?.enum?.every((word) => typeof word === "string") === true;
}

function childNode(node: SchemaNode | undefined, key: string, value: object) {
  const kind = (value as { kind?: unknown }).kind;
  const form = node?.anyOf?.find((entry) => entry.properties?.["kind"]?.const === kind) ?? node;
  return form?.properties?.[key] ?? Object.values(form?.patternProperties ?? {})[0];
}

function child(written: unknown, key: string | number): unknown {
  return typeof written === "object" && written !== null
    ? (written as Record<string | number, unknown>)[key]
    : undefined;
}

function lineOf(document: Document, lines: LineCounter, path: string): number | undefined {
  const parts = path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  for (let length = parts.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : nodeAt(document, parts.slice(0, length));
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

function nodeAt(document: Document, parts: readonly string[]): unknown {
  return document.hasIn(parts) ? document.getIn(parts, true) : undefined;
}

/** What each of the reader's own codes means to somebody who wrote the file by hand. */
const syntaxWords: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  TAB_AS_INDENT: "spaces at the start of a line, no tabs",
  BAD_INDENT: "the same number of spaces before all keys of one group",
  BLOCK_AS_IMPLICIT_KEY:
    "keys of one group under each other; a text with a colon and a space in quotes",
  MULTILINE_IMPLICIT_KEY: "key: value, with a space after the colon",
  DUPLICATE_KEY: "each key of a group once",
  NON_STRING_KEY: "a word as the key",
  MISSING_CHAR: "a closing quote or bracket for each opening one; the open one may be further up",
  MULTIPLE_DOCS: "one document, without a second line ---",
  BLOCK_IN_FLOW:
    "what stands in { } or [ ] on one line, or with the same brackets around all of it",
};

function syntaxProblem(error: YAMLError, lines: LineCounter, text: string): ConfigProblem {
  const { line } = lines.linePos(error.pos[0]);
  const written = (text.split("\n")[line - 1] ?? "").replace(/\r$/, "");
  // The line may hold a secret, and the message goes into logs.
  const value = written.replace(/((?:token|password)["']?\s*:\s*).*/, "$1…");
  const known = error.message.startsWith("Sequence item without")
    ? "a hyphen before each entry of a list, and its keys under each other"
    : syntaxWords[error.code];
  return {
    path: "",
    line,
    value: JSON.stringify(value.slice(0, 80)),
    allowed: known ?? error.message,
  };
}
