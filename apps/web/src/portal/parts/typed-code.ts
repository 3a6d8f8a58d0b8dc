/**
 * A code as a box shows it and a person types it: eight characters of an alphabet without I, L, O and U,
 * which are read as what they look like. Pure; the server judges by the same rules.
 */

/** Characters of a code. */
const CODE_LENGTH = 8;
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const lookalikes: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" };

/** What was typed. */
export type TypedCode =
  | { readonly kind: "whole"; readonly code: string }
  | { readonly kind: "short"; readonly left: number }
  | { readonly kind: "long" }
  /** A character that no code has. */
  | { readonly kind: "sign"; readonly sign: string };

/** Reads it. */
export function readTypedCode(typed: string): TypedCode {
  const signs = [...typed.toUpperCase()].filter((sign) => !/[\s\p{Pd}.]/u.test(sign));
  const read = signs.map((sign) => lookalikes[sign] ?? sign);
  const wrong = read.find((sign) => !SIGNS.includes(sign));
  if (wrong !== undefined) return { kind: "sign", sign: wrong };
  if (read.length > CODE_LENGTH) return { kind: "long" };
  if (read.length < CODE_LENGTH) return { kind: "short", left: CODE_LENGTH - read.length };
  return { kind: "whole", code: read.join("") };
}
