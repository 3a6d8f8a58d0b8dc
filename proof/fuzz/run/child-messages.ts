/** What a child tells its parent, one line of JSON each, on a pipe of its own. */

import type { CasesReport } from "./run-cases.ts";

/** The pipe: 0 to 2 are the usual ones. */
export const reportFd = 3;

/** What a child is asked to do, as its only argument. */
export interface ChildTask {
  readonly name: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** Draw the case `from` and show it, without giving it to the product. */
  readonly showOnly: boolean;
}

/** Bytes after a collection of what is no longer used. */
export interface Memory {
  readonly heapBytes: number;
  readonly residentBytes: number;
}

export type ChildMessage =
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "shown"; readonly text: string }
  | { readonly kind: "hang"; readonly caseNumber: number }
  | { readonly kind: "rejection"; readonly caseNumber: number; readonly why: string }
  | {
      readonly kind: "done";
      readonly report: CasesReport;
      /** Of all threads of the child, its start included. */
      readonly cpuSeconds: number;
      /** The least of what was measured early and late, behind the first tenth. */
      readonly before: Memory;
      readonly after: Memory;
    };
