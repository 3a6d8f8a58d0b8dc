/** What was asked of `npm run soak:mutants`. */

import { parseArgs } from "node:util";

/** How the command is called. */
export const usage = `usage: npm run soak:mutants -- [--only NAME]… [--list]
  --only  plants this error alone; may stand several times, or names with commas between them
  --list  tells the errors and ends`;

/** What is to be done. */
export interface MutantsWanted {
  readonly only: readonly string[];
  readonly list: boolean;
}

/**
 * Reads the words behind the command. Throws an error that says which word is wrong.
 *
 * @param names Of all mutants.
 */
export function readArguments(words: readonly string[], names: readonly string[]): MutantsWanted {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string", multiple: true, default: [] },
      list: { type: "boolean", default: false },
    },
  });
  const only = values.only.flatMap((word) => word.split(","));
  const stranger = only.find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new Error(`--only is ${stranger}; allowed: ${names.join(", ")}`);
  }
  return { only: only.length === 0 ? names : only, list: values.list };
}
