/** The own password for one change, where it was not typed beside its button. */

import { useRef, useState } from "preact/hooks";
import { Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { confirmWith } from "../state/confirmation.ts";
import { account } from "../state/login.ts";
import { words } from "../state/session.ts";
import "../styles/access.css";
import "../styles/dialog.css";
import { SecretField } from "./secret-field.tsx";
import { useDeed } from "./use-deed.ts";

/** The dialog; it answers the one-time word, or null when it was shut. */
export function PasswordDialog({ answer }: { readonly answer: (word: string | null) => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const word = useRef<string | null>(null);
  const [password, setPassword] = useState("");
  const { busy, refused, run, forget } = useDeed();
  useModal(box);
  const { access, shell } = words.value;
  const name = account.value?.name ?? "";
  return (
    <dialog
      ref={box}
      class="small-dialog"
      aria-labelledby="own-password-title"
      aria-describedby="own-password-lead"
      onClose={() => answer(word.current)}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (password === "") return;
          run(async () => {
            word.current = await confirmWith(password);
            box.current?.close();
          });
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="own-password-title">{access.own}</h2>
            <p class="sub" id="own-password-lead">
              {access.confirmLead(name)}
            </p>
          </div>
          <input
            class="vh"
            type="text"
            autocomplete="username"
            value={name}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          <SecretField
            id="own-password"
            label={access.own}
            autocomplete="current-password"
            autofocus
            value={password}
            onTyped={(typed) => {
              forget();
              setPassword(typed);
            }}
          />
          <Refusal refused={refused} />
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
          <button type="submit" class="btn btn--main" disabled={password === "" || busy}>
            {busy ? access.confirming : access.confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}
