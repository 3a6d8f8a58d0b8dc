/** LOGIN of a channel, and beside it whether its tenant has access yet. */

import type { Account } from "@mega/contract";
import { formatDate } from "@mega/locale";
import { lastDayOf } from "../../accounts/draft.ts";
import { type LoginState, loginState } from "../../accounts/login-state.ts";
import { fetchAccounts } from "../../api/access.ts";
import { useAsked } from "../../shell/use-asked.ts";
import { inside } from "../../state/address.ts";
import { allWords } from "../../state/all-words.ts";
import { account as own } from "../../state/login.ts";
import { nowAt } from "../../state/readings.ts";
import { language, timeZone } from "../../state/session.ts";
import type { DraftRow } from "../draft/document.ts";
import { editChannel } from "../draft/edit-row.ts";
import { mayBeText } from "../draft/rules.ts";
import { DetailField } from "./detail-field.tsx";

/** Characters of a LOGIN. */
const LOGIN_LENGTH_MAX = 64;

/** The field with what is known of the account. */
export function LoginField({ row }: { readonly row: DraftRow }) {
  const login = row.channel?.login ?? "";
  const seesAccounts = own.value?.role === "owner";
  return (
    <div class="login">
      <DetailField
        row={row}
        field="login"
        value={row.channel?.login}
        lengthMax={LOGIN_LENGTH_MAX}
        read={mayBeText(LOGIN_LENGTH_MAX)}
        apply={(before, text) => editChannel(before, row.channelNo, { login: text })}
      />
      {login === "" ? null : seesAccounts ? (
        <Access login={login} channelNo={row.channelNo} />
      ) : (
        <p class="small soft">{allWords.value.accounts.login.byOthers}</p>
      )}
    </div>
  );
}

interface AccessProps {
  readonly login: string;
  readonly channelNo: number;
}

function Access({ login, channelNo }: AccessProps) {
  const { answer } = useAsked(fetchAccounts);
  const now = nowAt.value;
  if (answer === null || now === null) return null;
  return <Told accounts={answer.accounts} login={login} channelNo={channelNo} now={now} />;
}

function Told(
  props: AccessProps & { readonly accounts: readonly Account[]; readonly now: string },
) {
  const { accounts, login, channelNo, now } = props;
  const { login: texts } = allWords.value.accounts;
  const state = loginState(accounts, login, channelNo, Date.parse(now));
  const way = { none: texts.invite, "no-stay": texts.addStay, ended: texts.addStay };
  const text = Object.entries(way).find(([kind]) => kind === state.kind)?.[1];
  const tone = state.kind === "since" ? "st--ok" : "st--off";
  return (
    <p class="small">
      <span class={`st ${tone}`}>{stateText(state)}</span>{" "}
      {text === undefined ? null : (
        <a href={inside("/accounts", { invite: login, channel: String(channelNo) })} data-inside>
          {text}
        </a>
      )}
    </p>
  );
}

function stateText(state: LoginState): string {
  const { access, accounts } = allWords.value;
  const day = (instant: string) => formatDate(instant, timeZone.value, language.value);
  switch (state.kind) {
    case "none":
      return accounts.login.none;
    case "other-role":
      return accounts.login.otherRole(access.roles[state.role]);
    case "no-stay":
      return accounts.login.noStay;
    case "invited":
      return state.isOver ? accounts.invitationOver : accounts.login.invited;
    case "disabled":
      return accounts.state.disabled;
    case "ended": {
      const last = lastDayOf(state.to, timeZone.value);
      return accounts.login.ended(formatDate(`${last}T12:00:00Z`, "UTC", language.value));
    }
    case "begins":
      return accounts.login.begins(day(state.from));
    case "since":
      return accounts.login.since(day(state.from));
  }
}
