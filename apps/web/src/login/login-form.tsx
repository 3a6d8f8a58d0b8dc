/** Name and password; on the login page, and in the dialog over a page that must not be lost. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { logIn } from "../state/login.ts";
import { words } from "../state/session.ts";
import { AccessForm } from "./access-form.tsx";
import { SecretField } from "./secret-field.tsx";

interface LoginFormProps {
  /** The name, where it is known who was here. */
  readonly name?: string;
  readonly onDone?: () => void;
  /** What stands beside the button. */
  readonly children?: ComponentChildren;
}

const NAME_LENGTH_MAX = 200;

/** The form. */
export function LoginForm(props: LoginFormProps) {
  const [name, setName] = useState(props.name ?? "");
  const [password, setPassword] = useState("");
  const { access } = words.value;
  return (
    <AccessForm
      ready={name.trim() !== "" && password !== ""}
      send={async () => {
        await logIn(name, password);
        props.onDone?.();
      }}
      deed={access.logIn}
      sending={access.loggingIn}
      beside={props.children}
    >
      <div class="field">
        <label for="login-name">{access.name}</label>
        <input
          class="input"
          id="login-name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={NAME_LENGTH_MAX}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
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
