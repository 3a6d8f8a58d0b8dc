/**
 * A secret that can be written and never read: the gateway keeps it, the page knows only whether
 * there is one. An empty box leaves it as it is.
 */

import { allWords } from "../state/all-words.ts";
import { SECRET_KEPT } from "./kept-words.ts";
import { described, Field, type FieldProps, useTextOf } from "./text-field.tsx";

interface SecretFieldProps extends FieldProps {
  /** The draft's value: SECRET_KEPT, a new one, or "" where there is none. */
  readonly value: string;
  readonly lengthMax: number;
  readonly onTyped: (secret: string) => void;
  /** Takes the secret out, where the document may be without. */
  readonly onRemove?: () => void;
}

/** The field. */
export function SecretField(props: SecretFieldProps) {
  const { id, value, lengthMax, onTyped, onRemove } = props;
  const { config } = allWords.value;
  const kept = value === SECRET_KEPT;
  const box = useTextOf(kept ? "" : value);
  return (
    <Field {...props}>
      <span class={onRemove === undefined || value === "" ? undefined : "join"}>
        <input
          ref={box}
          class="input"
          id={id}
          type="password"
          autocomplete="off"
          maxLength={lengthMax}
          placeholder={kept ? config.secretKept : ""}
          {...described(props)}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            if (typed !== "" || !kept) onTyped(typed);
          }}
        />
        {onRemove === undefined || value === "" ? null : (
          <button type="button" class="btn" onClick={onRemove}>
            {config.remove}
          </button>
        )}
      </span>
    </Field>
  );
}
