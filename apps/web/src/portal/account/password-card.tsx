/** A new password of one's own; the old one is asked for, and every other session ends. */

import { useState } from "preact/hooks";
import { missingCharacters } from "../../claim/credentials.ts";
import { AccessForm } from "../../login/access-form.tsx";
import { HiddenLogin } from "../../login/hidden-login.tsx";
import { NewPasswordField } from "../../login/new-password-field.tsx";
import { SecretField } from "../../login/secret-field.tsx";
import { announce, words } from "../../state/session.ts";
import { changePassword } from "../api/session-client.ts";
import { person, takeSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";

/** The card. */
export function PasswordCard() {
  const [oldPassword, setOld] = useState("");
  const [newPassword, setNew] = useState("");
  const { access } = words.value;
  const { account } = shellWords.value;
  const save = async () => {
    await takeSession(await changePassword({ oldPassword, newPassword }));
    setOld("");
    setNew("");
    announce(access.passwordChanged);
  };
  return (
    <section class="card" aria-labelledby="own-password-card">
      <h2 id="own-password-card">{account.password}</h2>
      <p class="soft">{account.passwordLead}</p>
      <AccessForm
        ready={oldPassword !== "" && missingCharacters(newPassword) === 0}
        send={save}
        deed={access.changePassword}
        sending={access.saving}
      >
        <HiddenLogin login={person.value?.email ?? ""} />
        <SecretField
          id="old-password"
          label={access.oldPassword}
          autocomplete="current-password"
          value={oldPassword}
          onTyped={setOld}
        />
        <NewPasswordField
          id="new-password"
          label={access.newPassword}
          value={newPassword}
          onTyped={setNew}
        />
      </AccessForm>
    </section>
  );
}
