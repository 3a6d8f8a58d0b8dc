/** Reads the words of a command line against what a command takes; every refusal says what is allowed. */

import { parseArgs } from "node:util";
import { MegaError } from "@mega/domain";

/** An option of a command: its form and what it means. */
interface OptionForm {
  readonly form: "text" | "number" | "flag";
  readonly meaning: string;
  /** How the value is written in the help: "DIR". */
  readonly value?: string;
}

/** Options by name. */
export type OptionForms = Readonly<Record<string, OptionForm>>;

/** What was given: options by name and the remaining words. */
export interface Given {
  readonly text: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
  readonly flag: (name: string) => boolean;
  readonly words: readonly string[];
}

/** Reads the arguments; throws REQUEST_INVALID naming the option, its value and what is allowed. */
export function readArguments(args: readonly string[], forms: OptionForms): Given {
  const options = Object.fromEntries(
    Object.entries(forms).map(([name, form]) => [
      name,
      { type: form.form === "flag" ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const known = Object.keys(forms).map((name) => `--${name}`);
    throw new MegaError("REQUEST_INVALID", cause instanceof Error ? cause.message : String(cause), {
      hint: `Allowed: ${known.join(", ") || "no options"}.`,
      cause,
    });
  }
  return {
    text: (name) => parsed.values[name] as string | undefined,
    number: (name) => numberOf(name, parsed.values[name] as string | undefined),
    flag: (name) => parsed.values[name] === true,
    words: parsed.positionals,
  };
}

/** The option's text, or REQUEST_INVALID when it was not given. */
export function needed(given: Given, name: string): string {
  const value = given.text(name);
  if (value === undefined) throw new MegaError("REQUEST_INVALID", `--${name} is needed`);
  return value;
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) {
    throw new MegaError("REQUEST_INVALID", `--${name} is "${text}"; a whole number is allowed`);
  }
  return Number(text);
}
