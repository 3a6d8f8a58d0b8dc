/** A password: hidden until its person wants to see it; pasting and password managers are welcome. */

import { useState } from "preact/hooks";
import { words } from "../state/session.ts";

interface SecretFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly autocomplete: "current-password" | "new-password";
  readonly onTyped: (value: string) => void;
  /** What stands below: the rule, or what is wrong. */
  readonly hint?: string;
  readonly bad?: boolean;
  readonly autofocus?: boolean;
}

/** Longer ones are refused by the gateway. */
const LENGTH_MAX = 200;

/** The field with its button. */
export function SecretField(props: SecretFieldProps) {
  const [isShown, setShown] = useState(false);
  const { access } = words.value;
  const { hint, bad = false, id } = props;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="join">
        <input
          class="input"
          id={id}
          // The types of the elements know one fixed type each.
          type={(isShown ? "text" : "password") as "password"}
          autocomplete={props.autocomplete}
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={LENGTH_MAX}
          autofocus={props.autofocus ?? false}
          aria-invalid={bad}
          {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
          value={props.value}
          onInput={(event) => props.onTyped(event.currentTarget.value)}
        />
        <button
          type="button"
          class="btn"
          aria-pressed={isShown}
          aria-controls={id}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? access.hide : access.show}
        </button>
      </div>
      {hint === undefined ? null : (
        <small id={`${id}-hint`} class={bad ? "err" : ""}>
          {hint}
        </small>
      )}
    </div>
  );
}
