/** Accounts of the server: who, as what, whether a second factor is set up. */

import type { PortalAccount } from "@mega/contract";
import { formatCount, formatDate } from "@mega/locale";
import { useState } from "preact/hooks";
import { DeedMenu, type MenuDeed } from "../../shell/deed-menu.tsx";
import { ListTable } from "../../shell/list-table.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { language, words } from "../../state/session.ts";
import { plain } from "../fleet/building-state.ts";
import { AccountState } from "../parts/account-state.tsx";
import { ownZone } from "../parts/time-text.ts";
import { person as self } from "../state/session.ts";
import { fleetWords, shellWords } from "../state/words.ts";
import { type AccountDeed, AccountDialog } from "./account-dialogs.tsx";
import { fetchAccounts } from "./operator-client.ts";
import { MoreRows, SearchField } from "./parts.tsx";

/** The part. */
export function AccountsPart() {
  const { answer, failure, again } = useAsked(fetchAccounts);
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<AccountDeed | null>(null);
  const { operator } = fleetWords.value;
  const wanted = plain(search);
  const found = (answer ?? []).filter(({ email, name }) =>
    plain(`${name} ${email}`).includes(wanted),
  );
  return (
    <div class="stack">
      <div class="part-head">
        <SearchField label={operator.search} value={search} onTyped={setSearch} />
        <button type="button" class="btn btn--main" onClick={() => setOpen({ kind: "add" })}>
          {operator.addAccount}
        </button>
      </div>
      {answer === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {answer === null ? null : <AccountTable key={wanted} accounts={found} onDeed={setOpen} />}
      {open === null ? null : (
        <AccountDialog deed={open} onShut={() => setOpen(null)} onChanged={again} />
      )}
    </div>
  );
}

function AccountTable(props: {
  readonly accounts: readonly PortalAccount[];
  readonly onDeed: (deed: AccountDeed) => void;
}) {
  const { operator } = fleetWords.value;
  const heads = [
    operator.name,
    operator.email,
    operator.roles,
    operator.state,
    operator.factor,
    operator.createdAt,
  ];
  return (
    <section class="card" aria-label={operator.accounts}>
      <p class="soft small">
        {operator.accountsCount(formatCount(props.accounts.length, language.value))}
      </p>
      <MoreRows rows={props.accounts}>
        {(shown) => (
          <ListTable heads={heads} hasDeeds>
            {shown.map((account) => (
              <AccountRow key={account.accountId} account={account} onDeed={props.onDeed} />
            ))}
          </ListTable>
        )}
      </MoreRows>
    </section>
  );
}

function AccountRow(props: {
  readonly account: PortalAccount;
  readonly onDeed: (deed: AccountDeed) => void;
}) {
  const { account, onDeed } = props;
  const { operator } = fleetWords.value;
  const { roles: roleNames } = shellWords.value;
  const { name, email, roles, secondFactor, createdAt } = account;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-head={operator.email} class="breaks">
        {email}
      </td>
      <td data-head={operator.roles}>
        {roles.length === 0 ? operator.noRole : roles.map((role) => roleNames[role]).join(", ")}
      </td>
      <td data-head={operator.state}>
        <AccountState person={account} words={operator} />
      </td>
      <td data-head={operator.factor}>{secondFactor ? operator.factorOn : operator.factorOff}</td>
      <td data-head={operator.createdAt} class="nb">
        {formatDate(createdAt, ownZone, language.value)}
      </td>
      <td class="act">
        <Menu account={account} onDeed={onDeed} />
      </td>
    </tr>
  );
}

function Menu(props: {
  readonly account: PortalAccount;
  readonly onDeed: (deed: AccountDeed) => void;
}) {
  const { account, onDeed } = props;
  const { operator } = fleetWords.value;
  const { state, secondFactor, accountId, name } = account;
  const isSelf = accountId === self.value?.accountId;
  const deeds: readonly MenuDeed[] = [
    ...(secondFactor
      ? [{ text: operator.removeFactor, act: () => onDeed({ kind: "factor", account }) }]
      : []),
    // Nobody shuts himself out.
    ...(isSelf
      ? []
      : [
          {
            text: state === "disabled" ? operator.enable : operator.disable,
            act: () => onDeed({ kind: state === "disabled" ? "enable" : "disable", account }),
          },
        ]),
  ];
  if (deeds.length === 0) return null;
  return <DeedMenu name={operator.actions(name)} deeds={deeds} />;
}
