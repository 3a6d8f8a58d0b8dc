/** An invited person sets his own password; nobody else ever knows it. */

import { hashOfWord } from "@mega/access";
import { MegaError } from "@mega/domain";
import type { Access } from "./access.ts";
import type { KeptAccount } from "./account-store.ts";
import { begin, type From } from "./log-in.ts";
import { newPasswordHash } from "./new-password.ts";
import type { Login } from "./principal.ts";

/** The account of an invitation that stands; throws PROOF_REFUSED. */
export function invitedAccount(access: Access, word: string, ip: string): KeptAccount {
  const attempt = access.attempts.begin("invitation", ip);
  const accountId = access.invitations.accountOf(hashOfWord(word), access.clock.nowMs());
  const account = accountId === undefined ? undefined : access.accounts.find(accountId);
  if (account === undefined || account.disabled) {
    throw new MegaError("PROOF_REFUSED", "The invitation is not known, used or expired", {
      hint: "Ask who invited you for a new one.",
    });
  }
  attempt.succeeded();
  return account;
}

/** Sets the password, uses the invitation up and logs in. */
export async function acceptInvitation(
  access: Access,
  word: string,
  typed: string,
  from: From,
): Promise<Login> {
  const account = invitedAccount(access, word, from.ip);
  const password = await newPasswordHash(typed, account.name, "/password");
  const { accountId, name } = account;
  access.database.transaction(() => {
    // Another request may have used it while the password was hashed.
    if (
      access.invitations.accountOf(hashOfWord(word), access.clock.nowMs()) !== account.accountId
    ) {
      throw new MegaError("PROOF_REFUSED", "The invitation is used");
    }
    access.accounts.change(accountId, { password });
    access.invitations.delete(accountId);
    const action = "invitation-accepted";
    const object = `account:${name}`;
    access.audit.record({ actor: name, action, object, details: {}, fromIp: from.ip });
  });
  return begin(access, account, "login", from);
}
