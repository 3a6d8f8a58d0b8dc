/** The page at "/tokens": what programs may do, and until when. */

import type { Token } from "@mega/contract";
import { formatDate, formatDateTime } from "@mega/locale";
import { useState } from "preact/hooks";
import { fetchTokens, revokeToken } from "../api/access.ts";
import { ListTable } from "../shell/list-table.tsx";
import { useAsked } from "../shell/use-asked.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { failure } from "../state/readings.ts";
import { announce, failureText, language, timeZone } from "../state/session.ts";
import "../styles/access.css";
import "../styles/accounts.css";
import "../styles/dialog.css";
import { NewTokenDialog } from "./new-token-dialog.tsx";

/** The page. */
export function TokensPage() {
  const list = useAsked(fetchTokens);
  const [isMaking, setMaking] = useState(false);
  const { accounts, shell } = allWords.value;
  const tokens = list.answer?.tokens ?? null;
  const revoke = async ({ tokenId, name }: Token) => {
    try {
      list.take(await confirmed((word) => revokeToken(tokenId, word), { always: true }));
      announce(accounts.revoked(name));
    } catch (error) {
      failure.value = failureText(error);
    }
  };
  return (
    <main id="main" class="main" tabIndex={-1}>
      <div class="head">
        <div>
          <h1>{accounts.tokens}</h1>
          <p>{accounts.tokensLead}</p>
        </div>
        <button type="button" class="btn btn--main" onClick={() => setMaking(true)}>
          {accounts.newToken}
        </button>
      </div>
      {tokens === null ? <p class="empty">{list.failure ?? shell.loading}</p> : null}
      {tokens?.length === 0 ? <p class="empty">{accounts.noToken}</p> : null}
      {tokens === null || tokens.length === 0 ? null : (
        <section class="card" aria-label={accounts.tokens}>
          <TokenTable tokens={tokens} onRevoke={(token) => void revoke(token)} />
        </section>
      )}
      {isMaking ? <NewTokenDialog onShut={() => setMaking(false)} onMade={list.again} /> : null}
    </main>
  );
}

function TokenTable(props: {
  readonly tokens: readonly Token[];
  readonly onRevoke: (token: Token) => void;
}) {
  const { accounts } = allWords.value;
  const heads = [accounts.name, accounts.scopes, accounts.ends, accounts.lastUsed];
  return (
    <ListTable heads={heads} hasDeeds>
      {props.tokens.map((token) => (
        <tr key={token.tokenId}>
          <th scope="row" data-head={accounts.name}>
            {token.name}
            {token.owner === null ? null : (
              <span class="small soft"> {accounts.madeBy(token.owner)}</span>
            )}
          </th>
          <td data-head={accounts.scopes}>
            <ul>
              {token.scopes.map((scope) => (
                <li key={scope}>{accounts.scopeMeans[scope]}</li>
              ))}
            </ul>
          </td>
          <td data-head={accounts.ends}>
            {token.expiresAt === null
              ? accounts.endless
              : accounts.endsOn(
                  formatDate(Date.parse(token.expiresAt) - 1, timeZone.value, language.value),
                )}
          </td>
          <td data-head={accounts.lastUsed} class="nb">
            {token.lastUsedAt === null
              ? accounts.neverLoggedIn
              : formatDateTime(token.lastUsedAt, timeZone.value, language.value)}
          </td>
          <td class="act">
            <button
              type="button"
              class="btn"
              aria-label={accounts.revoke(token.name)}
              onClick={() => props.onRevoke(token)}
            >
              {accounts.revokeShort}
            </button>
          </td>
        </tr>
      ))}
    </ListTable>
  );
}
