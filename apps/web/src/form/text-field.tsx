/**
 * A labelled line of text with its rule and its message. The browser keeps what is being typed; the
 * form hears of it when the field is left or Enter is pressed, so that a long page stays fluent.
 */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** What every field has. */
export interface FieldProps {
  readonly id: string;
  readonly label: string;
  /** The rule that was broken, in words. */
  readonly message?: string | undefined;
  /** What the field is for, or its rule beforehand. */
  readonly hint?: string | undefined;
  /** What was stored, where it differs. */
  readonly was?: string | undefined;
  readonly class?: string | undefined;
  /** Id of a message that stands elsewhere. */
  readonly invalidBy?: string | undefined;
}

interface TextFieldProps extends FieldProps {
  /** The text of the draft. */
  readonly shown: string;
  readonly onTyped: (text: string) => void;
  readonly lengthMax?: number;
  /** Counts characters beside the label: "13 / 31". */
  readonly counted?: boolean;
  readonly inputMode?: "numeric" | "decimal" | "url" | "text";
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly disabled?: boolean;
  readonly onEnter?: () => void;
  /** Told of every key, for those who show a preview. */
  readonly onKey?: (text: string) => void;
}

/** The field. */
export function TextField(props: TextFieldProps) {
  const { id, shown, onTyped, lengthMax, counted = false, inputMode, placeholder } = props;
  const box = useTextOf(shown);
  const [length, setLength] = useState(shown.length);
  useLayoutEffect(() => setLength(shown.length), [shown]);
  const beside = counted && lengthMax !== undefined ? `${length} / ${lengthMax}` : undefined;
  return (
    <Field {...props} beside={beside}>
      <input
        ref={box}
        class="input"
        id={id}
        autocomplete="off"
        spellcheck={false}
        readOnly={props.readOnly === true}
        disabled={props.disabled === true}
        {...(lengthMax === undefined ? {} : { maxLength: lengthMax })}
        {...(inputMode === undefined ? {} : { inputMode })}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...described(props)}
        onInput={(event) => {
          if (counted) setLength(event.currentTarget.value.length);
          props.onKey?.(event.currentTarget.value);
        }}
        onChange={(event) => onTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") props.onEnter?.();
        }}
      />
    </Field>
  );
}

/** Keeps a text box in step with the draft without touching what is being typed. */
export function useTextOf(shown: string) {
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (box.current !== null && box.current.value !== shown) box.current.value = shown;
  }, [shown]);
  return box;
}

/** Attributes that tie a control to its message and hint. */
export function described({ id, message, hint, was, invalidBy }: FieldProps) {
  const by = [
    ...(invalidBy === undefined ? [] : [invalidBy]),
    ...(message === undefined ? [] : [`${id}-message`]),
    ...(hint === undefined && was === undefined ? [] : [`${id}-hint`]),
  ];
  return {
    ...(message === undefined && invalidBy === undefined ? {} : { "aria-invalid": true as const }),
    ...(by.length === 0 ? {} : { "aria-describedby": by.join(" ") }),
  };
}

/** The frame of a field: label above, message and hint below. */
export function Field({
  id,
  label,
  message,
  hint,
  was,
  beside,
  class: more,
  children,
}: FieldProps & { readonly beside?: string | undefined; readonly children: ComponentChildren }) {
  const changed = was === undefined ? "" : " field--changed";
  return (
    <div class={`field${changed}${more === undefined ? "" : ` ${more}`}`}>
      <label for={id}>
        <span>{label}</span>
        {beside === undefined ? null : <span class="count">{beside}</span>}
      </label>
      {children}
      {message === undefined ? null : (
        <small class="err" id={`${id}-message`}>
          {message}
        </small>
      )}
      {hint === undefined && was === undefined ? null : (
        <small id={`${id}-hint`}>
          {[was, hint].filter((part) => part !== undefined).join(" · ")}
        </small>
      )}
    </div>
  );
}
