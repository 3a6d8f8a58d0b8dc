/** The page at "/accounts": who may come in, their invitations, and below it the tokens. */

import type { Account, InvitedAccount } from "@mega/contract";
import { useState } from "preact/hooks";
import { changeAccount, fetchAccounts, inviteAgain } from "../api/access.ts";
import { ListTable } from "../shell/list-table.tsx";
import { useAsked } from "../shell/use-asked.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { account as own } from "../state/login.ts";
import { failure } from "../state/readings.ts";
import { announce, failureText } from "../state/session.ts";
import "../styles/access.css";
import "../styles/accounts.css";
import "../styles/dialog.css";
import { AccountDialog } from "./account-dialog.tsx";
import { type AccountAction, AccountRow } from "./account-row.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import type { AccountDraft } from "./draft.ts";
import { InvitationDialog } from "./invitation-dialog.tsx";
import type { InviteForm } from "./invite-draft.ts";
import { formOf, useInvited } from "./use-invited.ts";
import { WaitingLogins } from "./waiting-logins.tsx";

type Open =
  | { readonly kind: "account"; readonly account: Account | null; readonly draft?: AccountDraft }
  | { readonly kind: "delete"; readonly account: Account }
  | { readonly kind: "invitation"; readonly invited: InvitedAccount }
  | null;

/** The page. */
export function AccountsPage() {
  const list = useAsked(fetchAccounts);
  const [open, setOpen] = useState<Open>(null);
  const { accounts, shell } = allWords.value;
  const people = list.answer?.accounts ?? null;
  const openForm = (form: InviteForm | undefined) => {
    if (form !== undefined) setOpen({ kind: "account", ...form });
  };
  useInvited(list.answer, openForm);
  const act = (account: Account, action: AccountAction) => {
    if (action === "change") setOpen({ kind: "account", account });
    else if (action === "delete") setOpen({ kind: "delete", account });
    else {
      void perform(account, action).then((invited) => {
        if (invited !== null) setOpen({ kind: "invitation", invited });
        list.again();
      });
    }
  };
  return (
    <main id="main" class="main" tabIndex={-1}>
      <div class="head">
        <div>
          <h1>{accounts.title}</h1>
          <p>{accounts.lead}</p>
        </div>
        <button
          type="button"
          class="btn btn--main"
          onClick={() => setOpen({ kind: "account", account: null })}
        >
          {accounts.invite}
        </button>
      </div>
      {people === null ? <p class="empty">{list.failure ?? shell.loading}</p> : null}
      {people === null ? null : <People people={people} onAction={act} />}
      {list.answer === null ? null : (
        <WaitingLogins
          logins={list.answer.waitingLogins}
          onInvite={(asked) =>
            openForm(list.answer === null ? undefined : formOf(asked, list.answer))
          }
        />
      )}
      <Dialogs open={open} onOpen={setOpen} onChanged={list.again} />
    </main>
  );
}

function People(props: {
  readonly people: readonly Account[];
  readonly onAction: (account: Account, action: AccountAction) => void;
}) {
  const { accounts } = allWords.value;
  if (props.people.length === 0) return <p class="empty">{accounts.empty}</p>;
  const heads = [
    accounts.name,
    accounts.role,
    accounts.stateHead,
    accounts.sees,
    accounts.lastLogin,
  ];
  return (
    <section class="card" aria-labelledby="people-title">
      <h2 id="people-title">{accounts.people}</h2>
      <ListTable heads={heads} hasDeeds>
        {props.people.map((account) => (
          <AccountRow
            key={account.accountId}
            account={account}
            own={account.name === own.value?.name}
            onAction={(action) => props.onAction(account, action)}
          />
        ))}
      </ListTable>
    </section>
  );
}

function Dialogs(props: {
  readonly open: Open;
  readonly onOpen: (open: Open) => void;
  readonly onChanged: () => void;
}) {
  const { open, onOpen, onChanged } = props;
  // A dialog that opened another one shuts after it: only its own place is cleared.
  const shut = () => onOpen(null);
  switch (open?.kind) {
    case undefined:
      return null;
    case "invitation":
      return <InvitationDialog invited={open.invited} onShut={shut} />;
    case "delete":
      return <DeleteDialog account={open.account} onShut={shut} onChanged={onChanged} />;
    case "account":
      return (
        <AccountDialog
          account={open.account}
          draft={open.draft}
          onShut={shut}
          onInvited={(invited) => onOpen({ kind: "invitation", invited })}
          onChanged={onChanged}
        />
      );
  }
}

/** Does what needs no dialog of its own; a new invitation is to be shown. */
async function perform(
  account: Account,
  action: "invite" | "disable" | "enable",
): Promise<InvitedAccount | null> {
  const { accountId, role, language, email, grants } = account;
  try {
    if (action === "invite")
      return await confirmed((word) => inviteAgain(accountId, word), { always: true });
    const change = { role, language, email, grants, disabled: action === "disable" };
    await confirmed((word) => changeAccount(accountId, change, word), { always: true });
    announce(allWords.value.accounts.done);
  } catch (error) {
    failure.value = failureText(error);
  }
  return null;
}
