/**
 * The setup code as it is typed: 16 characters of Crockford's base32. Hyphens and spaces do not
 * count, small letters are capitals, and O, I and L are the digits that they look like.
 */

const LENGTH = 16;
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What can be said of a code before the gateway is asked. */
export type CodeCheck =
  | { readonly kind: "empty" }
  | { readonly kind: "more"; readonly count: number }
  | { readonly kind: "long"; readonly count: number }
  | { readonly kind: "wrong"; readonly character: string }
  | { readonly kind: "whole" };

function bareOf(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** Checks the form of a code. */
export function checkCode(typed: string): CodeCheck {
  const bare = [...bareOf(typed)];
  if (bare.length === 0) return { kind: "empty" };
  const character = bare.find((one) => !letters.includes(one));
  if (character !== undefined) return { kind: "wrong", character };
  if (bare.length > LENGTH) return { kind: "long", count: bare.length - LENGTH };
  if (bare.length < LENGTH) return { kind: "more", count: LENGTH - bare.length };
  return { kind: "whole" };
}

/** The code as it stands on the label, in groups of four: "7k3m q0zx" → "7K3M-Q0ZX". */
export function groupedCode(typed: string): string {
  return bareOf(typed).replace(/(.{4})(?=.)/g, "$1-");
}
