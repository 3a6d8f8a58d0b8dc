/** One account of the list: who, as what, what is seen, and what can be done with it. */

import type { Account } from "@mega/contract";
import { formatDate, formatDateTime } from "@mega/locale";
import { DeedMenu } from "../shell/deed-menu.tsx";
import { allWords } from "../state/all-words.ts";
import { nowAt } from "../state/readings.ts";
import { language, timeZone } from "../state/session.ts";
import { lastDayOf } from "./draft.ts";

/** What a row may be asked for. */
export type AccountAction = "change" | "invite" | "disable" | "enable" | "delete";

interface AccountRowProps {
  readonly account: Account;
  /** The own account is not changed here. */
  readonly own: boolean;
  readonly onAction: (action: AccountAction) => void;
}

/** The row. */
export function AccountRow({ account, own, onAction }: AccountRowProps) {
  const { access, accounts } = allWords.value;
  const { name, role, lastLoginAt } = account;
  return (
    <tr>
      <th scope="row" data-head={accounts.name}>
        {name}
      </th>
      <td data-head={accounts.role}>{access.roles[role]}</td>
      <td data-head={accounts.stateHead}>{stateText(account)}</td>
      <td data-head={accounts.sees}>
        <Sees account={account} />
      </td>
      <td data-head={accounts.lastLogin} class="nb">
        {lastLoginAt === null
          ? accounts.neverLoggedIn
          : formatDateTime(lastLoginAt, timeZone.value, language.value)}
      </td>
      <td class="act">
        {own ? null : (
          <DeedMenu
            name={accounts.actions(name)}
            deeds={actionsOf(account).map((action) => ({
              text: actionText(action),
              act: () => onAction(action),
            }))}
          />
        )}
      </td>
    </tr>
  );
}

function actionsOf({ state }: Account): readonly AccountAction[] {
  const toggle = state === "disabled" ? "enable" : "disable";
  return state === "invited"
    ? ["invite", "change", "delete"]
    : ["change", "invite", toggle, "delete"];
}

function actionText(action: AccountAction): string {
  const { accounts } = allWords.value;
  const texts = {
    change: accounts.change,
    invite: accounts.inviteAgain,
    disable: accounts.disable,
    enable: accounts.enable,
    delete: accounts.delete,
  };
  return texts[action];
}

function stateText({ state, invitationExpiresAt }: Account) {
  const { accounts } = allWords.value;
  if (state === "active") return <span class="st st--ok">{accounts.state.active}</span>;
  if (state === "disabled") return <span class="st st--off">{accounts.state.disabled}</span>;
  const now = nowAt.value;
  const isOver =
    invitationExpiresAt === null ||
    (now !== null && Date.parse(invitationExpiresAt) <= Date.parse(now));
  if (isOver) return <span class="st st--warn">{accounts.invitationOver}</span>;
  const until = formatDate(invitationExpiresAt, timeZone.value, language.value);
  return <span class="st st--off">{accounts.invitedUntil(until)}</span>;
}

function Sees({ account }: { readonly account: Account }) {
  const { accounts } = allWords.value;
  if (account.role !== "tenant") return <>{accounts.everything}</>;
  if (account.grants.length === 0) return <>{accounts.nothing}</>;
  const day = (instant: string) => formatDate(instant, timeZone.value, language.value);
  return (
    <ul>
      {account.grants.map(({ channelNo, from, to }) => (
        <li key={`${channelNo} ${from}`}>
          {to === null
            ? accounts.staySince(String(channelNo), day(from))
            : accounts.stayText(
                String(channelNo),
                day(from),
                formatDate(`${lastDayOf(to, timeZone.value)}T12:00:00Z`, "UTC", language.value),
              )}
        </li>
      ))}
    </ul>
  );
}
