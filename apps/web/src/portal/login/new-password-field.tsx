/** A password to be set: its length is judged here, whether it is guessed first by the server. */

import { missingCharacters, PASSWORD_LENGTH_MIN } from "../../claim/credentials.ts";
import { SecretField } from "../../login/secret-field.tsx";
import { words } from "../../state/session.ts";

interface NewPasswordFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onTyped: (typed: string) => void;
}

/** The field. */
export function NewPasswordField({ id, value, onTyped }: NewPasswordFieldProps) {
  const { access } = words.value;
  const missing = missingCharacters(value);
  const begun = missing > 0 ? access.passwordShort(String(missing)) : access.passwordEnough;
  return (
    <SecretField
      id={id}
      label={access.newPassword}
      autocomplete="new-password"
      value={value}
      onTyped={onTyped}
      hint={value === "" ? access.passwordRule(String(PASSWORD_LENGTH_MIN)) : begun}
    />
  );
}
