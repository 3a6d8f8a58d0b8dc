/** Address and password. */

import { useState } from "preact/hooks";
import { SecretField } from "../../login/secret-field.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { inside } from "../../state/address.ts";
import { words } from "../../state/session.ts";
import { postSession } from "../api/session-client.ts";
import { takeSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { EmailField } from "./email-field.tsx";

/** The form; the page that is shown next follows from the session. */
export function LoginForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { busy, refused, run, forget } = useDeed();
  const { access } = words.value;
  const isReady = email.trim() !== "" && password !== "" && !busy;
  return (
    <form
      class="card access-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        run(async () => takeSession(await postSession(email.trim(), password)));
      }}
    >
      <EmailField
        id="login-email"
        value={email}
        onTyped={(typed) => {
          forget();
          setEmail(typed);
        }}
      />
      <SecretField
        id="login-password"
        label={access.password}
        autocomplete="current-password"
        value={password}
        onTyped={(typed) => {
          forget();
          setPassword(typed);
        }}
      />
      <Refusal refused={refused} />
      <div class="row">
        <button type="submit" class="btn btn--main" disabled={!isReady}>
          {busy ? access.loggingIn : access.logIn}
        </button>
        <a href={inside("/reset")} data-inside>
          {shellWords.value.login.forgot}
        </a>
      </div>
    </form>
  );
}
