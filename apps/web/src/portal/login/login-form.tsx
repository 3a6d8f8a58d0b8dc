/** Address and password. */

import { useState } from "preact/hooks";
import { AccessForm } from "../../login/access-form.tsx";
import { SecretField } from "../../login/secret-field.tsx";
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
  const { access } = words.value;
  return (
    <AccessForm
      isCard
      ready={email.trim() !== "" && password !== ""}
      send={async () => takeSession(await postSession(email.trim(), password))}
      deed={access.logIn}
      sending={access.loggingIn}
      beside={
        <a href={inside("/reset")} data-inside>
          {shellWords.value.login.forgot}
        </a>
      }
    >
      <EmailField id="login-email" value={email} onTyped={setEmail} />
      <SecretField
        id="login-password"
        label={access.password}
        autocomplete="current-password"
        value={password}
        onTyped={setPassword}
      />
    </AccessForm>
  );
}
