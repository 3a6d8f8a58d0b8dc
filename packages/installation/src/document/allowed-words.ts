/**
 * A part of the schema in words: what is allowed, and what holds when the key is left out. The same
 * words stand in messages about a faulty file and in docs/reference/config.md. Pure.
 */

/** A part of the schema as far as it is put into words; JSON Schema with the parts' own words. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly description?: string;
  readonly default?: unknown;
  /** What is allowed, in words. */
  readonly allowed?: string;
  /** What holds when the key is left out, in words. */
  readonly absent?: string;
  /** Which form a text has; pages translate it. */
  readonly form?: string;
  /** Control characters are refused. */
  readonly printable?: boolean;
  /** No message repeats the value. */
  readonly secret?: boolean;
}

/** What a part allows: "a whole number from 1 to 247". */
export function allowedWords(node: SchemaNode): string {
  if (node.allowed !== undefined) return node.allowed;
  if (node.const !== undefined) return String(node.const);
  if (node.enum !== undefined) return node.enum.join(", ");
  if (node.anyOf !== undefined) return `a group of keys with kind: ${kindsOf(node).join(", ")}`;
  switch (node.type) {
    case "integer":
      return `a whole number from ${node.minimum} to ${node.maximum}`;
    case "boolean":
      return "true or false";
    case "string":
      return textWords(node);
    case "array":
      return `a list of at most ${node.maxItems} entries, each beginning with a hyphen; [] for none`;
    default:
      return groupWords(node);
  }
}

/** What holds when the key is left out: its default, or words; undefined when nothing is said. */
export function absentWords(node: SchemaNode): string | undefined {
  return node.default === undefined ? node.absent : String(node.default);
}

/** The kinds that a union of groups tells apart by their key "kind". */
export function kindsOf(node: SchemaNode): string[] {
  return (node.anyOf ?? []).map((form) => String(form.properties?.["kind"]?.const));
}

function textWords({ minLength = 0, maxLength, printable = false }: SchemaNode): string {
  if (maxLength === undefined) return "text";
  const what = printable ? "characters, no control characters" : "characters";
  if (minLength > 0) return `text of ${minLength} to ${maxLength} ${what}`;
  return `text of at most ${maxLength} ${what}`;
}

function groupWords({ properties, required = [] }: SchemaNode): string {
  if (properties === undefined) return "a group of keys; {} for none";
  const keys = Object.keys(properties).join(", ");
  return `a group of the keys ${keys}${required.length === 0 ? "; {} for none of them" : ""}`;
}
