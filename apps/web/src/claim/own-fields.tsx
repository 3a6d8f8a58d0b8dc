/** The own name and the own password, each with its rule said beforehand. */

import { SecretField } from "../login/secret-field.tsx";
import { allWords } from "../state/all-words.ts";
import { isAccountName, missingCharacters, PASSWORD_LENGTH_MIN } from "./credentials.ts";

const NAME_LENGTH_MAX = 40;

interface NameFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onTyped: (typed: string) => void;
}

/** A name to log in with. */
export function NameField({ id, label, value, onTyped }: NameFieldProps) {
  const { claim } = allWords.value;
  const bad = value !== "" && !isAccountName(value) && value.length > 1;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        maxLength={NAME_LENGTH_MAX}
        aria-invalid={bad}
        aria-describedby={`${id}-hint`}
        value={value}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      <small id={`${id}-hint`} class={bad ? "err" : ""}>
        {bad ? claim.ownNameBad : claim.ownNameHint}
      </small>
    </div>
  );
}

interface NewPasswordFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onTyped: (typed: string) => void;
}

/** A password to be set. Only its length is judged here; the gateway knows the guessed ones. */
export function NewPasswordField({ id, label, value, onTyped }: NewPasswordFieldProps) {
  const { access } = allWords.value;
  const missing = missingCharacters(value);
  const begun = missing > 0 ? access.passwordShort(String(missing)) : access.passwordEnough;
  const hint = value === "" ? access.passwordRule(String(PASSWORD_LENGTH_MIN)) : begun;
  return (
    <SecretField
      id={id}
      label={label}
      autocomplete="new-password"
      value={value}
      onTyped={onTyped}
      hint={hint}
    />
  );
}
