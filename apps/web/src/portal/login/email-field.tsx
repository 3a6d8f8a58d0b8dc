/** A mail address, by which people are known at the server. */

import { shellWords } from "../state/words.ts";

/** Longer ones are none (RFC 5321 §4.5.3.1). */
const LENGTH_MAX = 254;

interface EmailFieldProps {
  readonly id: string;
  readonly value: string;
  /** Absent where it only stands there. */
  readonly onTyped?: (typed: string) => void;
}

/** The field. */
export function EmailField({ id, value, onTyped }: EmailFieldProps) {
  return (
    <div class="field">
      <label for={id}>{shellWords.value.login.email}</label>
      <input
        class="input"
        id={id}
        type="email"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        maxLength={LENGTH_MAX}
        readOnly={onTyped === undefined}
        value={value}
        onInput={(event) => onTyped?.(event.currentTarget.value)}
      />
    </div>
  );
}
