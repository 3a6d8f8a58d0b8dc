/** What the server asked this gateway to do, as the people of the building see it. */

import { type Static, Type } from "typebox";
import { Instant, orNull, Seq, strict } from "./scalars.ts";

/** Commands that are shown. */
const SHOWN_MAX = 20;

const ShownCommand = strict(
  {
    commandId: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    kind: Type.String({ maxLength: 40, description: '"new-period", "read-now".' }),
    by: Type.String({ maxLength: 254, description: "Address of the person, as the server says." }),
    takenAt: Instant,
    outcome: Type.Enum(["running", "done", "refused"]),
    entries: Type.Array(Seq, { maxItems: 64, description: "Entries of the ledger that hold it." }),
    revision: orNull(Type.Integer({ minimum: 1, description: "Of the configuration it saved." })),
    code: orNull(Type.String({ maxLength: 60, description: "Why it was refused." })),
  },
  "A command that was taken.",
);

/**
 * GET /server/commands. `off`: none are fetched. `not-enrolled`: no server knows this gateway.
 * `connecting`: nothing was answered yet. `listening`: the newest question was answered. `silent`: it was
 * not.
 */
export const CommandsState = strict(
  {
    state: Type.Enum(["off", "not-enrolled", "connecting", "listening", "silent"]),
    done: Type.Integer({ minimum: 0, description: "Carried out since the start." }),
    refused: Type.Integer({ minimum: 0, description: "Refused since the start." }),
    newest: Type.Array(ShownCommand, { maxItems: SHOWN_MAX, description: "Newest first." }),
  },
  "How commands of the server stand.",
);
export type CommandsState = Static<typeof CommandsState>;
