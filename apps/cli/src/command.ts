/** What a command is: its help, what it takes, and what it does. */

import type { Given, OptionForms } from "./arguments.ts";

/** One `mega` command. */
export interface Command {
  readonly summary: string;
  /** The words after the name, for the help: "--data DIR --config FILE". */
  readonly usage: string;
  readonly options: OptionForms;
  /** Exit code of a failure, where 1 says something else; 1. */
  readonly failedCode?: number;
  /** Does the work; the exit code. Operating failures are thrown as MegaError. */
  readonly run: (given: Given) => Promise<number>;
}
