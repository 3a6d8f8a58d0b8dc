/** The own password for one change, where it was not typed beside its button. */

import { useRef, useState } from "preact/hooks";
import { Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { words } from "../state/session.ts";
import "../styles/access.css";
import "../styles/dialog.css";
import { HiddenLogin } from "./hidden-login.tsx";
import { SecretField } from "./secret-field.tsx";
import { useDeed } from "./use-deed.ts";

interface PasswordDialogProps<Given> {
  /** Who is asked. */
  readonly name: string;
  /** What he logs in with. */
  readonly login: string;
  /** Tells the password; throws what is refused. */
  readonly confirm: (password: string) => Promise<Given>;
  /** Called once it is shut: with what `confirm` gave, or with null. */
  readonly answer: (given: Given | null) => void;
}

/** The dialog. */
export function PasswordDialog<Given>(props: PasswordDialogProps<Given>) {
  const box = useRef<HTMLDialogElement>(null);
  const given = useRef<Given | null>(null);
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
      onClose={() => props.answer(given.current)}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (password === "") return;
          run(async () => {
            given.current = await props.confirm(password);
            box.current?.close();
          });
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="own-password-title">{access.own}</h2>
            <p class="sub" id="own-password-lead">
              {access.confirmLead(props.name)}
            </p>
          </div>
          <HiddenLogin login={props.login} />
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
