/**
 * Where the secrets of a document stand: the texts that the schema marks as secret. They are found,
 * put in and taken out here and nowhere else. Pure.
 */

import { GatewayConfigSchema } from "@mega/contract";
import type { SchemaNode } from "@mega/installation";
import { escapedKey, type Group, identityOf, isGroup } from "./places.ts";

/** A secret of a document. */
export interface SecretPlace {
  /** By names: "/mqtt/brokers[id=home]/password". */
  readonly place: string;
  /** JSON pointer. */
  readonly pointer: string;
  readonly text: string;
}

/** Where a secret may stand. */
type Place = Omit<SecretPlace, "text">;

/**
 * What becomes of a secret: a text; undefined takes the key out. `beside` is the group that it
 * stands in.
 */
export type SecretChange = (
  place: Place,
  text: string | undefined,
  beside: Group,
) => string | undefined;

const root = GatewayConfigSchema as unknown as SchemaNode;

/** Every secret of the document, in its order. */
export function secretsIn(document: unknown): SecretPlace[] {
  const found: SecretPlace[] = [];
  withSecrets(document, (secret, text) => {
    if (text !== undefined) found.push({ ...secret, text });
    return text;
  });
  return found;
}

/** The document with every place of a secret changed, those without one too. */
export function withSecrets(document: unknown, change: SecretChange): unknown {
  return walk(root, document, { place: "", pointer: "" }, change);
}

function walk(node: SchemaNode, value: unknown, at: Place, change: SecretChange): unknown {
  const { items, anyOf, properties } = node;
  if (items !== undefined && Array.isArray(value)) {
    return value.map((entry, index) => {
      const name = identityOf(entry) ?? `[${index}]`;
      const next = { place: `${at.place}${name}`, pointer: `${at.pointer}/${index}` };
      return walk(items, entry, next, change);
    });
  }
  if (!isGroup(value)) return value;
  const form = anyOf?.find((one) => one.properties?.["kind"]?.const === value["kind"]);
  return walkGroup(form?.properties ?? properties ?? {}, value, at, change);
}

function walkGroup(
  properties: Readonly<Record<string, SchemaNode>>,
  value: Group,
  at: Place,
  change: SecretChange,
): Group {
  const result: [string, unknown][] = [];
  const keys = new Set([...Object.keys(value), ...secretKeys(properties)]);
  for (const key of keys) {
    const name = escapedKey(key);
    const next = { place: `${at.place}/${name}`, pointer: `${at.pointer}/${name}` };
    const node = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const entry = value[key];
    if (node?.secret !== true) {
      result.push([key, node === undefined ? entry : walk(node, entry, next, change)]);
    } else if (entry !== undefined && typeof entry !== "string") result.push([key, entry]);
    else {
      const text = change(next, entry, value);
      if (text !== undefined) result.push([key, text]);
    }
  }
  return Object.fromEntries(result);
}

function secretKeys(properties: Readonly<Record<string, SchemaNode>>): string[] {
  return Object.keys(properties).filter((key) => properties[key]?.secret === true);
}
