/** The table of planted errors in docs/proof.md. */

import { basename } from "node:path";
import type { Mutant, Suite } from "./mutant.ts";

/** A row for each error: its name, what it would do, and who catches it. */
export function docRows(mutants: readonly Mutant[]): readonly string[] {
  return mutants.map(
    ({ name, harm, suites }) => `| \`${name}\` | ${harm} | ${suites.map(shortName).join(", ")} |`,
  );
}

function shortName({ file, tests }: Suite): string {
  if (file.startsWith("proof/year/")) return "the year";
  if (file.startsWith("proof/powercut/")) return "power cuts";
  if (file.startsWith("proof/fuzz/")) return `fuzzing of \`${tests?.split(": ").at(-1)}\``;
  return `\`${basename(file)}\``;
}
