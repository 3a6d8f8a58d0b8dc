/** Plants one error after another and hears what the suites say. */

import type { Mutant, Suite } from "./mutant.ts";
import { suiteName } from "./mutant.ts";
import { applyPatch, patchPath } from "./patch-file.ts";
import { runFiles, runSuite } from "./run-suite.ts";
import { type SuiteVerdict, verdictOf } from "./suite-verdict.ts";

/** What became of a planted error. */
export interface Planted {
  readonly mutant: Mutant;
  /** Why the patch could not be planted; undefined when it was. */
  readonly refused?: string;
  readonly said: readonly { readonly suite: Suite; readonly verdict: SuiteVerdict }[];
  readonly tookMs: number;
}

/** Whether it was planted and every suite that is named for it turned red. */
export function isCaught({ refused, said }: Planted): boolean {
  return (
    refused === undefined && said.length > 0 && said.every(({ verdict }) => verdict.kind === "red")
  );
}

/** Runs the files of all suites on a copy without an error; those that are not green, with why. */
export async function baseline(
  root: string,
  mutants: readonly Mutant[],
): Promise<{ readonly files: number; readonly wrong: readonly string[] }> {
  const files = [...new Set(mutants.flatMap(({ suites }) => suites.map(({ file }) => file)))];
  const report = await runFiles(root, files);
  const wrong = files.flatMap((file) => {
    const verdict = verdictOf(report, file);
    return verdict.kind === "green" ? [] : [`${file} is ${verdictText(verdict)}`];
  });
  return { files: files.length, wrong };
}

/** Plants an error into a copy, runs its suites, and takes it back. */
export async function plant(
  root: string,
  mutant: Mutant,
  elapsedMs: () => number,
): Promise<Planted> {
  const begunMs = elapsedMs();
  const patch = patchPath(mutant.name);
  const refused = applyPatch(root, patch, "apply");
  if (refused !== undefined) return { mutant, refused, said: [], tookMs: 0 };
  const said: { readonly suite: Suite; readonly verdict: SuiteVerdict }[] = [];
  for (const suite of mutant.suites) {
    said.push({ suite, verdict: verdictOf(await runSuite(root, suite), suite.file) });
  }
  const stuck = applyPatch(root, patch, "take back");
  if (stuck !== undefined) throw new Error(`${mutant.name} could not be taken back: ${stuck}`);
  return { mutant, said, tookMs: elapsedMs() - begunMs };
}

/** "red (3 tests)" */
function verdictText(verdict: SuiteVerdict): string {
  switch (verdict.kind) {
    case "green":
      return "green";
    case "red":
      return `red (${verdict.failed.length})`;
    case "mute":
      return `mute: ${verdict.why}`;
  }
}

/** One line on an error, and one on each suite that did not turn red. */
export function plantedLines(planted: Planted): readonly string[] {
  const { mutant, refused, said, tookMs } = planted;
  const head = `${mutant.name.padEnd(32)}${isCaught(planted) ? "caught" : "MISSED"}`;
  if (refused !== undefined) return [`${head}  the patch does not apply: ${refused}`];
  const reds = said.filter(({ verdict }) => verdict.kind === "red").length;
  const first = `${head}  ${reds} of ${said.length} red, ${Math.round(tookMs / 1000)} s`;
  const others = said.filter(({ verdict }) => verdict.kind !== "red");
  return [
    first,
    ...others.map(({ suite, verdict }) => `  ${suiteName(suite)}: ${verdictText(verdict)}`),
  ];
}

/** The table of all errors: what each would do, and who sees it. */
export function tableLines(all: readonly Planted[]): readonly string[] {
  return all.flatMap(({ mutant, said }) => [
    `${mutant.name}: ${mutant.harm}`,
    ...said.map(({ suite, verdict }) => {
      const word = verdict.kind === "mute" ? verdict.kind : verdictText(verdict);
      return `  ${word.padEnd(10)}${suiteName(suite)}`;
    }),
  ]);
}

/** The last line. */
export function lastLine(all: readonly Planted[]): string {
  const caught = all.filter(isCaught).length;
  return `soak:mutants planted=${all.length} caught=${caught} missed=${all.length - caught}`;
}
