/** Invites somebody, or changes what somebody sees; the own password stands beside the deed. */

import type { Account, InvitedAccount, Role } from "@mega/contract";
import { useRef, useState } from "preact/hooks";
import { changeAccount, invite } from "../api/access.ts";
import { PasswordBeside, usePasswordBeside } from "../login/password-beside.tsx";
import { useDeed } from "../login/use-deed.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { account as own } from "../state/login.ts";
import { announce, language, timeZone } from "../state/session.ts";
import { AccountFields } from "./account-fields.tsx";
import { type AccountDraft, draftOf, requestOf } from "./draft.ts";

interface AccountDialogProps {
  /** The account to be changed; null for somebody who is invited. */
  readonly account: Account | null;
  /** What is filled in at first; what is known of the account where it is left out. */
  readonly draft?: AccountDraft | undefined;
  readonly onShut: () => void;
  /** Somebody was invited. */
  readonly onInvited: (invited: InvitedAccount) => void;
  /** The list is another one by now. */
  readonly onChanged: () => void;
}

const everyRole: readonly Role[] = ["tenant", "manager", "installer", "integrator", "owner"];

/** The dialog. */
export function AccountDialog(props: AccountDialogProps) {
  const { account, onShut, onInvited, onChanged } = props;
  const box = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState<AccountDraft>(() => props.draft ?? firstDraft(account));
  const beside = usePasswordBeside(true);
  const { busy, refused, run, forget } = useDeed();
  useModal(box);
  const { accounts, shell } = allWords.value;
  const request = requestOf(draft, timeZone.value);
  const isReady = request !== null && beside.ready && !busy;
  const send = async () => {
    if (request === null) return;
    if (account === null) {
      onInvited(await confirmed((word) => invite(request, word), beside.confirming));
      onChanged();
      // The invitation stands in place of this dialog by now.
      return;
    }
    const { role, language: spoken, email, grants } = request;
    const disabled = account.state === "disabled";
    const change = { role, language: spoken, email, grants, disabled };
    await confirmed((word) => changeAccount(account.accountId, change, word), beside.confirming);
    announce(accounts.done);
    onChanged();
    box.current?.close();
  };
  return (
    <dialog ref={box} aria-labelledby="account-title" onClose={onShut}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) run(send);
        }}
      >
        <div class="dialog-body">
          <h2 id="account-title">
            {account === null ? accounts.inviteTitle : accounts.changeTitle(account.name)}
          </h2>
          <AccountFields
            draft={draft}
            named={account !== null}
            roles={own.value?.role === "manager" ? ["tenant"] : everyRole}
            onChange={(part) => {
              forget();
              setDraft((before) => ({ ...before, ...part }));
            }}
          />
          <Refusal refused={refused} />
        </div>
        <div class="dialog-foot">
          <PasswordBeside of={beside} id="account-password" />
          <button type="button" class="btn" onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
          <button type="submit" class="btn btn--main" disabled={!isReady}>
            {busy
              ? accounts.sending
              : account === null
                ? accounts.send
                : allWords.value.access.save}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function firstDraft(account: Account | null): AccountDraft {
  if (account !== null) return draftOf(account, timeZone.value);
  return { name: "", role: "tenant", language: language.value, email: "", stays: [] };
}
