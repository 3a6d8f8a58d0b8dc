/** What a benchmark tells: one row of the table in docs/benchmarks.md. */

/** One measurement. */
export interface BenchRow {
  /** What is measured, as a reader of the table would ask for it. */
  readonly what: string;
  /** The product's figure with its unit, as printed: "1.5 ms". */
  readonly figure: string;
  /** The peer measured in the same run, with its figure: "libmodbus 12 900/s"; null where there is none. */
  readonly peer: string | null;
  /** Product against peer, as printed: "0.82 ×"; null without a peer. */
  readonly ratio: string | null;
  /** The goal as printed, "≤ 100 MB"; null where none is set. */
  readonly goal: string | null;
  /** Whether the goal is met; null without a goal. */
  readonly met: boolean | null;
}

/** A part of the benchmark, run in a process of its own. */
export interface BenchPart {
  /** Its name on the command line and its heading in the table. */
  readonly name: string;
  /** Measures and tells each row as soon as it is known. */
  run(tell: (row: BenchRow) => void): Promise<void>;
}
