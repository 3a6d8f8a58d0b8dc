/** Valid values of a JSON schema, as far as the interface's schemas go. */

import type { FuzzRandom } from "./random.ts";

/** The keywords that are read. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

const depthMax = 8;

/** Texts that one or the other pattern admits; a pattern is served with those it admits. */
const texts = [
  "a",
  "main",
  "flat",
  "eth0",
  "anna",
  "Flat one",
  "four odd words here",
  "/dev/ttyUSB0",
  "/energy/total",
  "house/meter/7",
  "2026-05",
  "2026-04,2026-05",
  "2026-05-02",
  "2026-05-02T16:00:00Z",
  "2026-03-10T10:30:00+01:00",
  "2026-01-20T12:00:00.000Z",
  "0",
  "1",
  "1,2,5",
  "3.5",
  "1003.500",
  "import:1003.5",
  "import:1003.5:12.000",
  "import",
  "counter-1",
  "name",
  "name,index1,diff1",
  "0".repeat(32),
  "a".repeat(64),
  "02:00:00:00:00:01",
  "192.168.0.20",
  "fe80::1%eth0",
  "meter.example.org",
  "mqtt://broker.example.org",
  "anna@example.org",
  "07:30",
  "Europe/Brussels",
  "eastron-sdm630",
  "8N1",
] as const;

const served = new Map<string, readonly string[]>();

/** Draws a value that the schema admits; properties that need not be there are there by chance. */
export function fromSchema(random: FuzzRandom, schema: JsonSchema, depth = 0): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pickOf(schema.enum);
  const form = random.pickOf(schema.anyOf ?? []);
  if (form !== undefined) return fromSchema(random, form, depth + 1);
  switch (schema.type) {
    case "object":
      return objectOf(random, schema, depth);
    case "array":
      return listOf(random, schema, depth);
    case "integer":
    case "number":
      return numberOf(random, schema);
    case "boolean":
      return random.once(2);
    case "null":
      return null;
    case "string":
      return textOf(random, schema);
    default:
      return random.once(2) ? "any" : null;
  }
}

/** Texts of the pool that a schema admits. */
function textsOf({ pattern = "", minLength = 0, maxLength = 1e9 }: JsonSchema): readonly string[] {
  const key = `${minLength} ${maxLength} ${pattern}`;
  const known = served.get(key);
  if (known !== undefined) return known;
  const form = new RegExp(pattern, "u");
  const fitting = texts.filter(
    (text) => form.test(text) && text.length >= minLength && text.length <= maxLength,
  );
  served.set(key, fitting);
  return fitting;
}

function objectOf(random: FuzzRandom, schema: JsonSchema, depth: number): unknown {
  const required = schema.required ?? [];
  const entries = Object.entries(schema.properties ?? {}).filter(
    ([name]) => required.includes(name) || (depth < depthMax && random.once(2)),
  );
  return Object.fromEntries(
    entries.map(([name, property]) => [name, fromSchema(random, property, depth + 1)]),
  );
}

function listOf(random: FuzzRandom, schema: JsonSchema, depth: number): unknown {
  const { items = {}, minItems = 0, maxItems = 3 } = schema;
  const length = random.between(
    minItems,
    Math.max(minItems, Math.min(maxItems, depth > 4 ? 0 : 3)),
  );
  return Array.from({ length }, () => fromSchema(random, items, depth + 1));
}

function numberOf(random: FuzzRandom, { minimum = 0, maximum = 1e9 }: JsonSchema): number {
  const near = Math.min(maximum, minimum + 6);
  return random.once(4) ? random.pick([minimum, maximum]) : random.between(minimum, near);
}

function textOf(random: FuzzRandom, schema: JsonSchema): string {
  const { minLength = 0, maxLength = 40 } = schema;
  const found = random.pickOf(textsOf(schema));
  return found ?? "x".repeat(Math.max(minLength, Math.min(maxLength, 1)));
}
