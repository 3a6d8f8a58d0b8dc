/** Forms of values in bodies: what is written is picked by its form, what is read is checked by it. */

import type { CborValue } from "./cbor.ts";
import { isInteger, isMap } from "./envelope.ts";

/** The form of a value. */
export type Shape =
  | { readonly kind: "whole" }
  | { readonly kind: "text" }
  | { readonly kind: "bytes" }
  | { readonly kind: "nullable"; readonly of: Shape }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "map"; readonly fields: Readonly<Record<string, Shape>> };

export const whole: Shape = { kind: "whole" };
export const text: Shape = { kind: "text" };
export const bytes: Shape = { kind: "bytes" };

export function orNull(of: Shape): Shape {
  return { kind: "nullable", of };
}

export function listOf(of: Shape): Shape {
  return { kind: "list", of };
}

export function mapOf(fields: Readonly<Record<string, Shape>>): Shape {
  return { kind: "map", fields };
}

/**
 * The part of a value that its form names; undefined when a field is missing or of another form. A
 * field that the form does not name is left out, so that nothing slips into an entry unseen.
 */
export function pick(value: unknown, shape: Shape): CborValue | undefined {
  switch (shape.kind) {
    case "whole":
      return isInteger(value) ? value : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
    case "bytes":
      return value instanceof Uint8Array ? value : undefined;
    case "nullable":
      return value === null ? null : pick(value, shape.of);
    case "list":
      return pickList(value, shape.of);
    case "map":
      return pickMap(value, shape.fields);
  }
}

function pickList(value: unknown, of: Shape): readonly CborValue[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const picked: CborValue[] = [];
  for (const item of value) {
    const one = pick(item, of);
    if (one === undefined) return undefined;
    picked.push(one);
  }
  return picked;
}

function pickMap(
  value: unknown,
  fields: Readonly<Record<string, Shape>>,
): Readonly<Record<string, CborValue>> | undefined {
  if (!isMap(value)) return undefined;
  const picked: Record<string, CborValue> = {};
  for (const [name, shape] of Object.entries(fields)) {
    const field = pick(value[name], shape);
    if (field === undefined) return undefined;
    picked[name] = field;
  }
  return picked;
}
