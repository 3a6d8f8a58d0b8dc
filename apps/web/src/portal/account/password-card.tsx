/** A new password of one's own; the old one is asked for, and every other session ends. */

import { useState } from "preact/hooks";
import { missingCharacters } from "../../claim/credentials.ts";
import { SecretField } from "../../login/secret-field.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { announce, words } from "../../state/session.ts";
import { changePassword } from "../api/session-client.ts";
import { NewPasswordField } from "../login/new-password-field.tsx";
import { person, takeSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";

/** The card. */
export function PasswordCard() {
  const [oldPassword, setOld] = useState("");
  const [newPassword, setNew] = useState("");
  const { busy, refused, run, forget } = useDeed();
  const { access } = words.value;
  const { account } = shellWords.value;
  const isReady = oldPassword !== "" && missingCharacters(newPassword) === 0 && !busy;
  const change = (set: (typed: string) => void) => (typed: string) => {
    forget();
    set(typed);
  };
  const save = () =>
    run(async () => {
      await takeSession(await changePassword({ oldPassword, newPassword }));
      setOld("");
      setNew("");
      announce(access.passwordChanged);
    });
  return (
    <section class="card" aria-labelledby="own-password-card">
      <h2 id="own-password-card">{account.password}</h2>
      <p class="soft">{account.passwordLead}</p>
      <form
        class="access-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) save();
        }}
      >
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
          id="old-password"
          label={access.oldPassword}
          autocomplete="current-password"
          value={oldPassword}
          onTyped={change(setOld)}
        />
        <NewPasswordField id="new-password" value={newPassword} onTyped={change(setNew)} />
        <Refusal refused={refused} />
        <div class="row">
          <button type="submit" class="btn btn--main" disabled={!isReady}>
            {busy ? access.saving : access.changePassword}
          </button>
        </div>
      </form>
    </section>
  );
}
