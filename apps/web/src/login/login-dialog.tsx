/** The session ended over something that was typed: a new login, and nothing is lost. */

import { useRef } from "preact/hooks";
import { useModal } from "../shell/modal.ts";
import { account } from "../state/login.ts";
import { words } from "../state/session.ts";
import "../styles/access.css";
import "../styles/dialog.css";
import { LoginForm } from "./login-form.tsx";

/** The dialog; it answers whether a login came about. */
export function LoginDialog({ answer }: { readonly answer: (came: boolean) => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const came = useRef(false);
  useModal(box);
  const { access, shell } = words.value;
  return (
    <dialog
      ref={box}
      class="shut"
      aria-labelledby="login-title"
      onClose={() => answer(came.current)}
    >
      <div class="dialog-body">
        <div>
          <h2 id="login-title">{access.again}</h2>
          <p class="sub">{access.againLead}</p>
        </div>
        <LoginForm
          name={account.value?.name ?? ""}
          onDone={() => {
            came.current = true;
            box.current?.close();
          }}
        >
          <button type="button" class="btn" onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
        </LoginForm>
      </div>
    </dialog>
  );
}
