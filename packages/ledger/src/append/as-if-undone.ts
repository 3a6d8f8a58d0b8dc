/** The view as it would stand once the newest period of a channel is taken back; nothing is written. */

import { decideTenancyUndo } from "./decide-tenancy.ts";
import { fold } from "./fold.ts";
import type { LedgerView } from "./state.ts";

/** By the rules of the ledger itself; undefined where they refuse it. */
export function asIfUndone(
  view: LedgerView,
  undone: { readonly channelNo: number; readonly tenancyId: string },
): LedgerView | undefined {
  const decision = decideTenancyUndo(view, { kind: "tenancy-undone", ...undone, why: "" });
  if (decision.kind === "refused") return undefined;
  return decision.entries.reduce((state, fact) => fold(state, fact, view.head), view);
}
