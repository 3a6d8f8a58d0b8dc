/** Appends a person's batch as a whole, or says which rule of the ledger it broke. */

import { MegaError } from "@mega/domain";
import type { Actor, CommittedEntry, LedgerEvent, LedgerHost } from "@mega/ledger";

/** The entries of the batch, by the pseudonym of who asked; LEDGER_REFUSED leaves the ledger as it was. */
export async function appended(
  ledger: Pick<LedgerHost, "append">,
  events: readonly LedgerEvent[],
  actor: Actor,
): Promise<readonly CommittedEntry[]> {
  const outcome = await ledger.append(events, actor);
  if (outcome.ok) return outcome.entries;
  const { code, field, value, allowed } = outcome.refusal;
  throw new MegaError("LEDGER_REFUSED", `${code}: ${field} is ${String(value)}`, {
    hint: `Allowed: ${allowed}.`,
    context: { refusal: outcome.refusal },
  });
}
