/** What there is of an account behind the LOGIN of a channel. Pure. */

import type { Account, Role } from "@mega/contract";

/** How far the access of a channel's LOGIN is; instants as text. */
export type LoginState =
  | { readonly kind: "none" }
  | { readonly kind: "other-role"; readonly role: Role }
  | { readonly kind: "no-stay" }
  | { readonly kind: "invited"; readonly isOver: boolean }
  | { readonly kind: "disabled" }
  | { readonly kind: "ended"; readonly to: string }
  | { readonly kind: "begins"; readonly from: string }
  | { readonly kind: "since"; readonly from: string };

/** The account of a login; capitals and composed accents make no difference, as at the gateway. */
export function accountOf(accounts: readonly Account[], login: string): Account | undefined {
  const wanted = loginKey(login);
  return accounts.find(({ name }) => loginKey(name) === wanted);
}

/** What two logins are compared by. */
export function loginKey(login: string): string {
  return login.normalize("NFKC").toLowerCase();
}

/** The state of a login at a channel; the newest stay counts. */
export function loginState(
  accounts: readonly Account[],
  login: string,
  channelNo: number,
  nowMs: number,
): LoginState {
  const account = accountOf(accounts, login);
  if (account === undefined) return { kind: "none" };
  const { role, state, grants, invitationExpiresAt } = account;
  if (role !== "tenant") return { kind: "other-role", role };
  if (state === "disabled") return { kind: "disabled" };
  const own = grants.filter((grant) => grant.channelNo === channelNo);
  const newest = own.toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from))[0];
  if (newest === undefined) return { kind: "no-stay" };
  const { from, to } = newest;
  if (to !== null && Date.parse(to) <= nowMs) return { kind: "ended", to };
  if (state === "invited") {
    const isOver = invitationExpiresAt === null || Date.parse(invitationExpiresAt) <= nowMs;
    return { kind: "invited", isOver };
  }
  return { kind: Date.parse(from) > nowMs ? "begins" : "since", from };
}
