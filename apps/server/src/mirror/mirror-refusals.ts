/** What is refused, as the errors that become answers. */

import { MegaError, unreachable } from "@mega/domain";
import type { BatchOutcome } from "./store-batch.ts";
import type { KeysOutcome } from "./store-keys.ts";

/** The refusal of a batch. */
export function refusedBatch(outcome: Exclude<BatchOutcome, { kind: "committed" }>): MegaError {
  switch (outcome.kind) {
    case "gap": {
      const { head } = outcome;
      return new MegaError("MIRROR_GAP", `Entries from ${head.headSeq + 1} on are missing`, {
        hint: "Send what follows the mirror's head.",
        context: { members: { mirror: head } },
      });
    }
    case "forked": {
      const { head, fork } = outcome;
      const { seq, storedHash, sentHash } = fork;
      const what = storedHash === null ? "another ledger" : `entry ${seq} as ${storedHash}`;
      return new MegaError("LEDGER_FORKED", `The mirror holds ${what}, not ${sentHash}`, {
        hint: "Nothing was changed. The gateway's ledger was begun anew or taken from an old copy.",
        context: { members: { mirror: head, fork } },
      });
    }
    case "replaced":
      return replaced();
    case "invalid": {
      const { field, found, allowed } = outcome.fault;
      return new MegaError("REQUEST_INVALID", `${field} is ${found}; allowed: ${allowed}`, {
        context: { field, value: found, allowed },
      });
    }
    default:
      return unreachable(outcome);
  }
}

/** The refusal of keys; none of them is told. */
export function refusedKeys(outcome: Exclude<KeysOutcome, { kind: "stored" }>): MegaError {
  switch (outcome.kind) {
    case "foreign":
      return new MegaError("LEDGER_FORKED", "The keys are of another ledger than the mirror's", {
        context: { members: { mirror: outcome.head } },
      });
    case "replaced":
      return replaced();
    case "wrong": {
      const field = `keys/${outcome.at}/key`;
      const allowed = `the key that entry ${outcome.committedSeq} commits`;
      return new MegaError("REQUEST_INVALID", `${field} is another key; allowed: ${allowed}`, {
        context: { field, allowed },
      });
    }
    case "too-many": {
      const { waiting, allowed } = outcome;
      const message = `${waiting} keys would wait for their entries; allowed: ${allowed}`;
      return new MegaError("REQUEST_INVALID", message, {
        hint: "Send the entries that commit the keys handed over before.",
        context: { field: "keys", value: waiting, allowed },
      });
    }
    default:
      return unreachable(outcome);
  }
}

function replaced(): MegaError {
  return new MegaError("GATEWAY_REPLACED", "Another box has taken this gateway's place", {
    hint: "Take this box off the net, or ask the manager to undo the restore.",
  });
}
