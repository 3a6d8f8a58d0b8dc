/**
 * Numbers of an address, in its path or behind "?". Addresses are texts: a text is a number only when it
 * is written as one, so that "1.5" is refused and never answered as if it had been 1.
 */

import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";

/** An integer as it is written: "0", "17", "-3"; not "1.5", "1e2", "0x10", "+2", "01", " 3" or "". */
const INTEGER_TEXT = /^-?(0|[1-9]\d{0,15})$/;
/** A refusal repeats no more of what was sent. */
const SHOWN_LENGTH_MAX = 40;

type Compile = typeof TypeBoxValidatorCompiler;
type Part = Parameters<Compile>[0];

/** What a number may break; names as in its schema. */
type Rule = "type" | "minimum" | "maximum";

/** A field of an address, as its schema has it. */
interface Field {
  readonly type?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The framework's validator, but for integers in addresses. */
export function compileValidator(part: Part): ReturnType<Compile> {
  const check = TypeBoxValidatorCompiler(part);
  const integers = part.httpPart === "body" ? [] : integersOf(part.schema);
  if (integers.length === 0) return check;
  return (value: unknown) => {
    const read: Record<string, unknown> = { ...(value as object) };
    for (const [name, field] of integers) {
      const text = read[name];
      if (typeof text !== "string") continue;
      const count = INTEGER_TEXT.test(text) ? Number(text) : Number.NaN;
      const broken = ruleBroken(count, field);
      if (broken !== undefined) return { error: [refusal(broken, name, text, field)] };
      read[name] = count;
    }
    return check(read);
  };
}

function integersOf(schema: unknown): readonly (readonly [string, Field])[] {
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, Field>> };
  return Object.entries(properties).filter(([, { type }]) => type === "integer");
}

function ruleBroken(count: number, { minimum, maximum }: Field): Rule | undefined {
  if (!Number.isSafeInteger(count)) return "type";
  if (minimum !== undefined && count < minimum) return "minimum";
  return maximum !== undefined && count > maximum ? "maximum" : undefined;
}

function refusal(keyword: Rule, name: string, text: string, { minimum, maximum }: Field) {
  const value = text.slice(0, SHOWN_LENGTH_MAX);
  const least = minimum === undefined ? "" : ` from ${minimum}`;
  const most = maximum === undefined ? "" : ` to ${maximum}`;
  return {
    keyword,
    schemaPath: `#/properties/${name}`,
    instancePath: `/${name}`,
    params: { type: "integer", value, minimum, maximum },
    message: `is ${JSON.stringify(value)}; allowed: a whole number${least}${most}`,
  };
}
