/** Opens the form that an address asks for once it can be filled in, and takes it off the address. */

import type { AccountList } from "@mega/contract";
import { useEffect } from "preact/hooks";
import { address, setParams } from "../state/address.ts";
import { table } from "../state/readings.ts";
import { language, timeZone } from "../state/session.ts";
import { type AskedLogin, askedLogin, type InviteForm, inviteForm } from "./invite-draft.ts";

/** The form of a login; undefined before the table has come. */
export function formOf(asked: AskedLogin, list: AccountList): InviteForm | undefined {
  const shown = table.value;
  if (shown === null) return undefined;
  return inviteForm(asked, {
    list,
    rows: shown.rows,
    language: language.value,
    timeZone: timeZone.value,
    now: shown.generatedAt,
  });
}

/** Calls `open` once for "?invite=remi&channel=3". */
export function useInvited(list: AccountList | null, open: (form: InviteForm) => void): void {
  const asked = askedLogin(address.value.params);
  const isReady = list !== null && table.value !== null;
  useEffect(() => {
    if (!isReady || asked === undefined) return;
    setParams({ invite: null, channel: null });
    const form = formOf(asked, list);
    if (form !== undefined) open(form);
  }, [isReady, asked?.login, asked?.channelNo]);
}
