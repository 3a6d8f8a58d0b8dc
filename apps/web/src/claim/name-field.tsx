/** A name to log in with, with its rule said beforehand. */

import { allWords } from "../state/all-words.ts";
import { isAccountName } from "./credentials.ts";

const NAME_LENGTH_MAX = 40;

interface NameFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onTyped: (typed: string) => void;
}

/** The field. */
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
