/** Name and password; on the login page, and in the dialog over a page that must not be lost. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Refusal } from "../shell/dialog-end.tsx";
import { logIn } from "../state/login.ts";
import { words } from "../state/session.ts";
import { SecretField } from "./secret-field.tsx";
import { useDeed } from "./use-deed.ts";

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
  const { busy, refused, run, forget } = useDeed();
  const { access } = words.value;
  const isReady = name.trim() !== "" && password !== "" && !busy;
  return (
    <form
      class="access-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        run(async () => {
          await logIn(name, password);
          props.onDone?.();
        });
      }}
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
          onInput={(event) => {
            forget();
            setName(event.currentTarget.value);
          }}
        />
      </div>
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
        {props.children}
      </div>
    </form>
  );
}
