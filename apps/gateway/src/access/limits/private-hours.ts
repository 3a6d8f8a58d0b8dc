/** Which rule of private hours holds for who asks: his account, his role, his own choice. */

import { type HoursRule, hoursRule } from "@mega/figures";
import type { LedgerHost } from "@mega/ledger";
import type { Access } from "../access.ts";
import type { Principal } from "../principal.ts";
import { staysBehind } from "../stays-behind.ts";

/** What the rule is made from. */
interface HoursGround {
  readonly access: Pick<Access, "database">;
  readonly ledger: Pick<LedgerHost, "snapshot">;
}

/** The rule for one who asks, of one channel after the other. */
export function hoursRuleOf(
  { access, ledger }: HoursGround,
  principal: Principal | null,
): (channelNo: number) => HoursRule {
  // Whoever has the machine has the files: there is nothing to hide from him.
  if (principal?.kind === "machine") return () => () => null;
  const accountId = principal?.kind === "user" ? principal.accountId : null;
  const isTenant = principal?.kind === "user" && principal.role === "tenant";
  const why = isTenant && !principal.hourly ? "not-chosen" : "stay";
  const stays = (channelNo: number) => staysBehind(access.database, channelNo);
  return (channelNo) => hoursRule(ledger.snapshot(), channelNo, stays, { accountId, why });
}
