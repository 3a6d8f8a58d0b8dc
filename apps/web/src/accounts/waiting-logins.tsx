/** Channels whose LOGIN nobody is invited to; a person makes each invitation, never the gateway. */

import type { AccountList } from "@mega/contract";
import { ListTable } from "../shell/list-table.tsx";
import { allWords } from "../state/all-words.ts";
import { table } from "../state/readings.ts";
import type { AskedLogin } from "./invite-draft.ts";

interface WaitingLoginsProps {
  readonly logins: AccountList["waitingLogins"];
  readonly onInvite: (asked: AskedLogin) => void;
}

/** The card; nothing while every LOGIN has its account. */
export function WaitingLogins({ logins, onInvite }: WaitingLoginsProps) {
  const { accounts } = allWords.value;
  if (logins.length === 0) return null;
  return (
    <section class="card waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title">{accounts.waiting}</h2>
      <p class="soft">{accounts.waitingLead}</p>
      <ListTable heads={[accounts.name, accounts.channel]} hasDeeds>
        {logins.map(({ channelNo, login }) => (
          <tr key={channelNo}>
            <th scope="row" data-head={accounts.name}>
              {login}
            </th>
            <td data-head={accounts.channel}>{channelText(channelNo)}</td>
            <td class="act">
              <button
                type="button"
                class="btn"
                aria-label={accounts.inviteFor(login, String(channelNo))}
                onClick={() => onInvite({ login, channelNo })}
              >
                {accounts.invite}
              </button>
            </td>
          </tr>
        ))}
      </ListTable>
    </section>
  );
}

function channelText(channelNo: number): string {
  const name = table.value?.rows.find((row) => row.channelNo === channelNo)?.name ?? "";
  return name === "" ? `CH${channelNo}` : `CH${channelNo} ${name}`;
}
