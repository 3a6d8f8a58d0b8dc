/** The own password for a change, where the server asks for it. */

import { useRef, useState } from "preact/hooks";
import { SecretField } from "../../login/secret-field.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { useModal } from "../../shell/modal.ts";
import { words } from "../../state/session.ts";
import "../../styles/access.css";
import "../../styles/dialog.css";
import { confirmWith } from "../state/confirmation.ts";
import { person } from "../state/session.ts";

/** The dialog; it answers whether the password was given. */
export function PasswordDialog({ answer }: { readonly answer: (given: boolean) => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const given = useRef(false);
  const [password, setPassword] = useState("");
  const { busy, refused, run, forget } = useDeed();
  useModal(box);
  const { access, shell } = words.value;
  return (
    <dialog
      ref={box}
      class="small-dialog"
      aria-labelledby="own-password-title"
      aria-describedby="own-password-lead"
      onClose={() => answer(given.current)}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (password === "") return;
          run(async () => {
            await confirmWith(password);
            given.current = true;
            box.current?.close();
          });
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="own-password-title">{access.own}</h2>
            <p class="sub" id="own-password-lead">
              {access.confirmLead(person.value?.name ?? "")}
            </p>
          </div>
          <input
            class="vh"
            type="text"
            autocomplete="username"
            value={person.value?.email ?? ""}
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
