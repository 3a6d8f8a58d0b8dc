// What a run comes to: which goals are met, and which misses are known and explained.

import type { BenchRow } from "./row.ts";

/** Why a goal is missed, and where the profile stands that shows it. */
export interface Explanation {
  /** "bus: above the wire". */
  readonly goal: string;
  /** One sentence. */
  readonly because: string;
  /** Document and heading, from the root: "docs/internals/bus-timing.md#figures". */
  readonly see: string;
}

/** What one part told. */
export interface PartResult {
  readonly part: string;
  readonly rows: readonly BenchRow[];
  /** Why it did not come to its end; null where it did. */
  readonly failure: string | null;
}

/** What is counted over all parts. */
export interface Verdict {
  readonly goals: number;
  readonly met: number;
  /** "bus: above the wire" of every goal that is missed. */
  readonly missed: readonly string[];
  /** Those of the missed that nobody has explained. */
  readonly unexplained: readonly string[];
  readonly failedParts: readonly string[];
}

/** The name of a row among all parts. */
export function goalName(part: string, row: BenchRow): string {
  return `${part}: ${row.what}`;
}

/** Judges what the parts told. */
export function judgeRun(
  results: readonly PartResult[],
  explanations: readonly Explanation[],
): Verdict {
  const goals = results.flatMap(({ part, rows }) =>
    rows.filter(({ met }) => met !== null).map((row) => ({ name: goalName(part, row), row })),
  );
  const missed = goals.filter(({ row }) => row.met === false).map(({ name }) => name);
  return {
    goals: goals.length,
    met: goals.length - missed.length,
    missed,
    unexplained: missed.filter((name) => !explanations.some(({ goal }) => goal === name)),
    failedParts: results.filter(({ failure }) => failure !== null).map(({ part }) => part),
  };
}

/** Whether the run ends with an error. */
export function fallsShort(verdict: Verdict): boolean {
  return verdict.unexplained.length > 0 || verdict.failedParts.length > 0;
}

/** The last line of a run. */
export function verdictLine(verdict: Verdict): string {
  const { goals, met, missed, unexplained, failedParts } = verdict;
  const known = missed.length - unexplained.length;
  const counts = `goals=${goals} met=${met} missed=${missed.length} explained=${known}`;
  return `bench ${counts} failed=${failedParts.length}`;
}
