/** The form by which the LOGIN of a channel gets its access, filled in as far as it is known. Pure. */

import type { Account, AccountList, ChannelRow } from "@mega/contract";
import type { Language } from "@mega/locale";
import { localDay } from "../time/zone.ts";
import { type AccountDraft, draftOf, type StayDraft } from "./draft.ts";
import { accountOf, loginKey } from "./login-state.ts";

/** Whose access is asked for. */
export interface AskedLogin {
  readonly login: string;
  readonly channelNo: number;
}

/** What the form is filled from. */
export interface InviteGround {
  readonly list: AccountList;
  readonly rows: readonly Pick<ChannelRow, "channelNo" | "firstInit">[];
  readonly language: Language;
  readonly timeZone: string;
  /** An instant; the first day where a channel has no period yet. */
  readonly now: string;
}

/** The form: an account to be changed, or null for somebody who is invited. */
export interface InviteForm {
  readonly account: Account | null;
  readonly draft: AccountDraft;
}

/**
 * The form. A new account gets every channel of its LOGIN; a tenant who has access gets a further
 * stay. An account of another role is left as it is: undefined.
 */
export function inviteForm(asked: AskedLogin, ground: InviteGround): InviteForm | undefined {
  const { list, language, timeZone } = ground;
  const account = accountOf(list.accounts, asked.login);
  if (account !== undefined) {
    if (account.role !== "tenant") return undefined;
    const draft = draftOf(account, timeZone);
    const stays = [...draft.stays, stayOf(asked.channelNo, ground)];
    return { account, draft: { ...draft, stays } };
  }
  const same = list.waitingLogins.filter(({ login }) => loginKey(login) === loginKey(asked.login));
  const channelNos = new Set([asked.channelNo, ...same.map(({ channelNo }) => channelNo)]);
  const stays = [...channelNos].sort((a, b) => a - b).map((no) => stayOf(no, ground));
  const draft = { name: asked.login, role: "tenant", language, email: "", stays } as const;
  return { account: null, draft };
}

/** A stay from the start of the channel's running period on. */
function stayOf(channelNo: number, { rows, timeZone, now }: InviteGround): StayDraft {
  const begin = rows.find((row) => row.channelNo === channelNo)?.firstInit ?? null;
  const from = localDay(begin ?? now, timeZone);
  const exact = begin === null ? undefined : { from: begin, to: null };
  return { channel: String(channelNo), from, to: "", exact };
}

/** The login that an address asks for: "?invite=remi&channel=3". */
export function askedLogin(params: URLSearchParams): AskedLogin | undefined {
  const login = params.get("invite") ?? "";
  const channel = params.get("channel") ?? "";
  if (login === "" || login.length > 64 || !/^[1-9]\d{0,2}$/.test(channel)) return undefined;
  return { login, channelNo: Number(channel) };
}
