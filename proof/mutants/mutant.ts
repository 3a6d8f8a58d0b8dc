/** What a planted error is. */

/** A test file, or some of its tests. */
export interface Suite {
  /** From the root of the tree. */
  readonly file: string;
  /** Words that the names of the tests hold; undefined for all of them. */
  readonly tests?: string;
}

/** An error as somebody could make it, kept as `patches/<name>.patch`. */
export interface Mutant {
  readonly name: string;
  /** What it would do to a bill, a reading or a person. */
  readonly harm: string;
  /** Each has to turn red, the fastest first. */
  readonly suites: readonly Suite[];
}

const fuzz = "proof/fuzz/share.test.ts";

/** The short year. */
export const year: Suite = { file: "proof/year/short.test.ts" };
/** The power cuts of the ledger with its own commits. */
export const powerCuts: Suite = {
  file: "proof/powercut/explorer.test.ts",
  tests: "whatever a power cut leaves",
};

/** The share of fuzzing of one target. */
export function fuzzing(target: string): Suite {
  return { file: fuzz, tests: `from one that speaks sense: ${target}` };
}

/** Tests beside the code. */
export function beside(file: string): Suite {
  return { file };
}

/** How a suite is called where it is told. */
export function suiteName({ file, tests }: Suite): string {
  return tests === undefined ? file : `${file} (${tests})`;
}
