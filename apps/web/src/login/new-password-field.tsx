/** A password to be set, with its rule said beforehand. */

import { missingCharacters, PASSWORD_LENGTH_MIN } from "../claim/credentials.ts";
import { words } from "../state/session.ts";
import { SecretField } from "./secret-field.tsx";

interface NewPasswordFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onTyped: (typed: string) => void;
}

/** The field. Only the length is judged here; which ones are guessed first is known elsewhere. */
export function NewPasswordField({ id, label, value, onTyped }: NewPasswordFieldProps) {
  const { access } = words.value;
  const missing = missingCharacters(value);
  const begun = missing > 0 ? access.passwordShort(String(missing)) : access.passwordEnough;
  return (
    <SecretField
      id={id}
      label={label}
      autocomplete="new-password"
      value={value}
      onTyped={onTyped}
      hint={value === "" ? access.passwordRule(String(PASSWORD_LENGTH_MIN)) : begun}
    />
  );
}
