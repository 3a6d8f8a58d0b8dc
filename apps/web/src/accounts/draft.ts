/** An account as a person writes it: days of the building in place of instants. */

import type { Account, NewAccount, Role } from "@mega/contract";
import type { Language } from "@mega/locale";
import { isAccountName } from "../claim/credentials.ts";
import { dayParts, localDay, startOfDay } from "../time/zone.ts";

/** A stay as it is typed. */
export interface StayDraft {
  /** "" until one is chosen. */
  readonly channel: string;
  /** "2026-05-01"; "" until one is chosen. */
  readonly from: string;
  /** The last day, which is still part of the stay; "" while it lasts. */
  readonly to: string;
  /** Instants that stand while their days do: a stay may begin with a period in the afternoon. */
  readonly exact?: { readonly from: string; readonly to: string | null } | undefined;
}

/** An account as it is typed. */
export interface AccountDraft {
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly email: string;
  readonly stays: readonly StayDraft[];
}

const EMAIL = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,189}$/;

/** Whether a mail address is empty or may be one. */
export function isEmail(typed: string): boolean {
  return typed.trim() === "" || EMAIL.test(typed.trim());
}

/** Whether a stay says everything and ends not before it begins. */
export function isStay({ channel, from, to }: StayDraft): boolean {
  if (channel === "" || dayParts(from) === undefined) return false;
  return to === "" || (dayParts(to) !== undefined && to >= from);
}

/** What the gateway is asked for; null while something is missing or wrong. */
export function requestOf(draft: AccountDraft, timeZone: string): NewAccount | null {
  const stays = draft.role === "tenant" ? draft.stays : [];
  if (!isAccountName(draft.name) || !isEmail(draft.email) || !stays.every(isStay)) return null;
  const email = draft.email.trim();
  return {
    name: draft.name,
    role: draft.role,
    language: draft.language,
    email: email === "" ? null : email,
    grants: stays.map((stay) => grantOf(stay, timeZone)),
  };
}

function grantOf({ channel, from, to, exact }: StayDraft, timeZone: string) {
  const isSameFrom = exact !== undefined && localDay(exact.from, timeZone) === from;
  const end = exact?.to ?? null;
  const isSameTo = end !== null && lastDayOf(end, timeZone) === to;
  return {
    channelNo: Number(channel),
    from: isSameFrom ? exact.from : dayStart(from, 0, timeZone),
    to: to === "" ? null : isSameTo ? end : dayStart(to, 1, timeZone),
  };
}

/** The account as it is, to be changed. */
export function draftOf(account: Account, timeZone: string): AccountDraft {
  return {
    name: account.name,
    role: account.role,
    language: account.language,
    email: account.email ?? "",
    stays: account.grants.map(({ channelNo, from, to }) => ({
      channel: String(channelNo),
      from: localDay(from, timeZone),
      to: to === null ? "" : lastDayOf(to, timeZone),
      exact: { from, to },
    })),
  };
}

/** The last local day before an instant: a stay that ends at midnight held the day before. */
export function lastDayOf(to: string, timeZone: string): string {
  return localDay(Date.parse(to) - 1, timeZone);
}

function dayStart(text: string, days: number, timeZone: string): string {
  const [year, month, day] = dayParts(text) ?? [1970, 1, 1];
  return new Date(startOfDay(year, month, day + days, timeZone)).toISOString();
}
