/** Commands of one configuration, as the rest of the gateway sees them. */

import type { CommandsState } from "@mega/contract";
import type { CommandCounts } from "./command-counts.ts";

/** What can be asked of them. */
export interface Commands {
  start(): void;
  /** Asks the server no more; what is being carried out goes on. */
  stop(): void;
  /** Asks the server at once, where a failure put the next question off. */
  askNow(): void;
  /** GET /server/commands. */
  state(): CommandsState;
  readonly counts: CommandCounts;
}
