/** The next tenant of a channel as a person chooses him, and what the gateway is asked for then. */

import type { Account, AccountChange, NewAccount } from "@mega/contract";
import type { Language } from "@mega/locale";
import { isEmail } from "../accounts/draft.ts";
import { isAccountName } from "../claim/credentials.ts";

/** Who comes next; "none" leaves it open. */
export interface NextDraft {
  readonly who: "none" | "new" | { readonly accountId: string };
  readonly name: string;
  readonly email: string;
  readonly language: Language;
}

/** What is asked for once the period has begun. */
export type NextRequest =
  | { readonly kind: "invite"; readonly body: NewAccount }
  | { readonly kind: "change"; readonly accountId: string; readonly body: AccountChange };

/** Whether nothing is missing. */
export function isNextComplete({ who, name, email }: NextDraft): boolean {
  return who !== "new" || (isAccountName(name) && isEmail(email));
}

/** The stay from the begin of the period on; null where nobody was chosen. */
export function nextRequest(
  draft: NextDraft,
  tenants: readonly Account[],
  channelNo: number,
  startedAt: string,
): NextRequest | null {
  const stay = { channelNo, from: startedAt, to: null };
  const { who, name, language } = draft;
  if (who === "none") return null;
  if (who === "new") {
    const email = draft.email.trim() === "" ? null : draft.email.trim();
    return { kind: "invite", body: { name, role: "tenant", language, email, grants: [stay] } };
  }
  const account = tenants.find(({ accountId }) => accountId === who.accountId);
  if (account === undefined) return null;
  const { accountId, role, email } = account;
  const grants = [...account.grants, stay];
  const disabled = account.state === "disabled";
  const body = { role, disabled, language: account.language, email, grants };
  return { kind: "change", accountId, body };
}
