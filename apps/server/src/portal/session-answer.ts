/** What GET /session says. */

import { csrfOf } from "@mega/access";
import type { PortalSession } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Login } from "../access/portal-principal.ts";
import { endOfLogin, isConfirmed } from "../access/portal-sessions.ts";
import { recoveryCodesLeft } from "../access/second-factors.ts";
import type { ServerAccess } from "../access/server-access.ts";

const nobody: PortalSession = {
  stage: "none",
  account: null,
  csrf: null,
  confirmedUntil: null,
  endsAt: null,
};

/** Who is logged in, and how far. */
export async function sessionAnswer(
  { database, clock }: ServerAccess,
  found: Login | null,
): Promise<PortalSession> {
  if (found === null) return nobody;
  const { person, login, word, whole } = found;
  const { accountId, email, name, language, roles, hasFactor } = person;
  const left = hasFactor
    ? await database.as({ kind: "job" }, (tx) => recoveryCodesLeft(tx, accountId))
    : 0;
  const tenantOnly = roles.every((role) => role === "tenant");
  const confirmed = isConfirmed(login, clock.nowMs()) ? login.confirmedUntilMs : null;
  const half = hasFactor ? "second-factor" : "second-factor-setup";
  return {
    stage: whole ? "full" : half,
    account: {
      accountId,
      email,
      name,
      language,
      roles: [...roles],
      secondFactor: hasFactor,
      recoveryCodesLeft: left,
    },
    csrf: csrfOf(word),
    confirmedUntil: confirmed === null ? null : toUtcString(confirmed),
    endsAt: toUtcString(endOfLogin(login, { whole, tenantOnly })),
  };
}
