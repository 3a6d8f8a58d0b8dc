/** Deletes an account: its name is typed, and the own password beside the deed. */

import type { Account } from "@mega/contract";
import { useRef, useState } from "preact/hooks";
import { deleteAccount } from "../api/access.ts";
import { PasswordBeside, usePasswordBeside } from "../login/password-beside.tsx";
import { useDeed } from "../login/use-deed.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { announce } from "../state/session.ts";

interface DeleteDialogProps {
  readonly account: Account;
  readonly onShut: () => void;
  readonly onChanged: () => void;
}

/** The dialog. */
export function DeleteDialog({ account, onShut, onChanged }: DeleteDialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const beside = usePasswordBeside(true);
  const { busy, refused, run } = useDeed();
  useModal(box);
  const { accounts, shell } = allWords.value;
  const isReady = typed === account.name && beside.ready && !busy;
  const send = async () => {
    await confirmed((word) => deleteAccount(account.accountId, word), beside.confirming);
    announce(accounts.deleted(account.name));
    onChanged();
    box.current?.close();
  };
  return (
    <dialog
      ref={box}
      class="small-dialog"
      aria-labelledby="delete-title"
      aria-describedby="delete-effect"
      onClose={onShut}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) run(send);
        }}
      >
        <div class="dialog-body">
          <h2 id="delete-title">{accounts.deleteTitle(account.name)}</h2>
          <p class="effect" id="delete-effect">
            {accounts.deleteEffect}
          </p>
          <div class="field">
            <label for="delete-confirm">{accounts.deleteConfirm(account.name)}</label>
            <input
              class="input"
              id="delete-confirm"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
          <Refusal refused={refused} />
        </div>
        <div class="dialog-foot">
          <PasswordBeside of={beside} id="delete-password" />
          <button type="button" class="btn" autofocus onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
          <button type="submit" class="btn btn--bad" disabled={!isReady}>
            {accounts.deleteDeed}
          </button>
        </div>
      </form>
    </dialog>
  );
}
