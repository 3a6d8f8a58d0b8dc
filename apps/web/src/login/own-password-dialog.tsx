/** A new password of one's own; the old one is asked for, and every other session ends. */

import { useRef, useState } from "preact/hooks";
import { changePassword } from "../api/access.ts";
import { missingCharacters } from "../claim/credentials.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { account, ownPasswordOpen, takeSession } from "../state/login.ts";
import { announce, words } from "../state/session.ts";
import "../styles/access.css";
import "../styles/dialog.css";
import { HiddenLogin } from "./hidden-login.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { SecretField } from "./secret-field.tsx";
import { useDeed } from "./use-deed.ts";

/** The dialog; it shuts itself by clearing `ownPasswordOpen`. */
export function OwnPasswordDialog() {
  const box = useRef<HTMLDialogElement>(null);
  const [oldPassword, setOld] = useState("");
  const [newPassword, setNew] = useState("");
  const { busy, refused, run, forget } = useDeed();
  useModal(box);
  const { access, shell } = words.value;
  const isReady = oldPassword !== "" && missingCharacters(newPassword) === 0 && !busy;
  const change = (set: (typed: string) => void) => (typed: string) => {
    forget();
    set(typed);
  };
  return (
    <dialog
      ref={box}
      class="small-dialog"
      aria-labelledby="new-password-title"
      onClose={() => {
        ownPasswordOpen.value = null;
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          run(async () => {
            takeSession(await changePassword({ oldPassword, newPassword }));
            announce(access.passwordChanged);
            box.current?.close();
          });
        }}
      >
        <div class="dialog-body">
          <h2 id="new-password-title">{access.changePassword}</h2>
          <HiddenLogin login={account.value?.name ?? ""} />
          <SecretField
            id="old-password"
            label={access.oldPassword}
            autocomplete="current-password"
            value={oldPassword}
            onTyped={change(setOld)}
            autofocus
          />
          <NewPasswordField
            id="new-password"
            label={access.newPassword}
            value={newPassword}
            onTyped={change(setNew)}
          />
          <Refusal refused={refused} />
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
          <button type="submit" class="btn btn--main" disabled={!isReady}>
            {busy ? access.saving : access.save}
          </button>
        </div>
      </form>
    </dialog>
  );
}
