/**
 * Says what is wrong with a configuration in words a person can act on: the place, the value found
 * and what is allowed, once for each place. The schema library decides about single values; this
 * file follows the groups, so that of several forms only the one that was meant is spoken of. Pure.
 */

import type { ConfigFaultCode } from "@mega/contract";
import { assert } from "@mega/domain";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { allowedWords, kindsOf, type SchemaNode } from "./allowed-words.ts";

/** One fault of a configuration. */
export interface ConfigProblem {
  /** Place in the file: "/channels/3/name", or by name, "/meters[id=m1]/profile". */
  readonly path: string;
  /** Line of the file, from 1, where it is known. */
  readonly line?: number;
  /** The value found, as short JSON; "nothing" where it is missing; a secret is not repeated. */
  readonly value: string;
  readonly allowed: string;
  /** For pages, which say it in four languages; "not-allowed" when left out. */
  readonly fault?: ConfigFault;
}

/** A fault as a stable word with what its sentence needs. */
export interface ConfigFault {
  readonly code: ConfigFaultCode;
  readonly params?: Readonly<Record<string, unknown>>;
}

const PROBLEMS_MAX = 100;
const SHOWN_CHARACTERS_MAX = 80;

/** Every fault of the value against the schema, one for each place, at most 100. */
export function schemaProblems(schema: TSchema, value: unknown): ConfigProblem[] {
  const problems = problemsAt(schema as SchemaNode, value, "");
  assert(
    problems.length > 0 || Value.Check(schema, value),
    "what the schema refuses has a place that can be named",
  );
  return problems.slice(0, PROBLEMS_MAX);
}

/** A value in short for a message; what may hold a log-in is left out. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length} entries`;
  if (isGroup(value)) return `a group of the keys ${Object.keys(value).slice(0, 10).join(", ")}`;
  const text = (JSON.stringify(value) ?? String(value)).replace(/:\/\/[^/\s"]*@/g, "://…@");
  const tooLong = text.length > SHOWN_CHARACTERS_MAX;
  return tooLong ? `${text.slice(0, SHOWN_CHARACTERS_MAX - 3)}…` : text;
}

function problemsAt(node: SchemaNode, value: unknown, path: string): ConfigProblem[] {
  if (node.anyOf !== undefined) return formProblems(node, value, path);
  if (node.type === "array") return listProblems(node, value, path);
  if (node.type === "object") return groupProblems(node, value, path);
  return Value.Check(node as TSchema, value) ? [] : [fault(node, value, path)];
}

/** Of the forms that a "kind" tells apart, the one that is meant is followed. */
function formProblems(node: SchemaNode, value: unknown, path: string): ConfigProblem[] {
  if (!isGroup(value)) return [fault(node, value, path)];
  const kinds = kindsOf(node);
  const kind = value["kind"];
  const form = typeof kind === "string" ? node.anyOf?.[kinds.indexOf(kind)] : undefined;
  if (form !== undefined) return groupProblems(form, value, path);
  const allowed = kinds.join(", ");
  const reason: ConfigFault =
    kind === undefined ? { code: "required" } : { code: "choice", params: { choices: kinds } };
  return [{ path: `${path}/kind`, value: shown(kind), allowed, fault: reason }];
}

function listProblems(node: SchemaNode, value: unknown, path: string): ConfigProblem[] {
  const { items, maxItems = 0 } = node;
  if (!Array.isArray(value) || items === undefined) return [fault(node, value, path)];
  if (value.length > maxItems) {
    const allowed = `at most ${maxItems} entries`;
    const reason: ConfigFault = { code: "too-many", params: { max: maxItems } };
    return [{ path, value: `${value.length} entries`, allowed, fault: reason }];
  }
  return value.flatMap((entry, index) => problemsAt(items, entry, `${path}/${index}`));
}

function groupProblems(node: SchemaNode, value: unknown, path: string): ConfigProblem[] {
  if (!isGroup(value)) return [fault(node, value, path)];
  const { required = [] } = node;
  const missing = required.filter((key) => value[key] === undefined);
  return [
    ...missing.map((key) => fault(node.properties?.[key] ?? {}, undefined, `${path}/${key}`)),
    ...Object.entries(value).flatMap(([key, entry]) => {
      const place = `${path}/${escaped(key)}`;
      const sub = entryNode(node, key);
      if (sub === undefined) {
        const reason: ConfigFault = { code: "unknown-key", params: { key } };
        const value = `the key ${shown(key)}`;
        return [{ path: place, value, allowed: keyWords(node), fault: reason }];
      }
      // A known key without a value is left out, or among the missing ones.
      const leftOut = entry === undefined && Object.hasOwn(node.properties ?? {}, key);
      return leftOut ? [] : problemsAt(sub, entry, place);
    }),
  ];
}

function entryNode(node: SchemaNode, key: string): SchemaNode | undefined {
  const { properties = {}, patternProperties = {} } = node;
  if (Object.hasOwn(properties, key)) return properties[key];
  const named = Object.entries(patternProperties);
  return named.find(([pattern]) => new RegExp(pattern, "u").test(key))?.[1];
}

function keyWords({ properties }: SchemaNode): string {
  return properties === undefined
    ? "a name of letters and digits that begins with a small letter"
    : `only the keys ${Object.keys(properties).join(", ")}`;
}

function fault(node: SchemaNode, value: unknown, path: string): ConfigProblem {
  const text = typeof value === "string" ? value : undefined;
  const isSecret = node.secret === true && text !== undefined;
  const found = isSecret ? `a text of ${text.length} characters` : shown(value);
  const quoted = text !== undefined && wantsNumber(node, text);
  const allowed = `${allowedWords(node)}${quoted ? ", without quotes" : ""}`;
  return { path, value: found, allowed, fault: reasonOf(node, value) };
}

function reasonOf(node: SchemaNode, value: unknown): ConfigFault {
  const { minLength = 0, maxLength } = node;
  const choices = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (value === undefined || value === null) return { code: "required" };
  if (choices !== undefined) return { code: "choice", params: { choices } };
  if (node.type === "integer") {
    return { code: "whole", params: { min: node.minimum, max: node.maximum } };
  }
  if (node.type === "boolean") return { code: "flag" };
  if (node.type !== "string" || typeof value !== "string") return { code: "kind-of-value" };
  const isLong = maxLength !== undefined && value.length > maxLength;
  if (node.form === undefined && (isLong || value.length < minLength)) {
    return { code: "length", params: { min: minLength, max: maxLength } };
  }
  return { code: "form", params: { form: node.form ?? "other" } };
}

/** Whether a number stands in quotes where one without them would do. */
function wantsNumber(node: SchemaNode, text: string): boolean {
  return /^\d+$/.test(text) && Value.Check(node as TSchema, Number(text));
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
