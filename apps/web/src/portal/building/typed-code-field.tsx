/** The field for a code that a box shows, with what is still missing of it. */

import { formatCount } from "@mega/locale";
import { useState } from "preact/hooks";
import { Field } from "../../form/text-field.tsx";
import { language } from "../../state/session.ts";
import { readTypedCode } from "../parts/typed-code.ts";
import { buildingWords } from "../state/words.ts";

interface TypedCodeFieldProps {
  readonly id: string;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
}

/** Longer is no code; the same as the contract's. */
const LENGTH_MAX = 20;

/** The field. */
export function TypedCodeField({ id, typed, onTyped }: TypedCodeFieldProps) {
  // Nobody is told that a code is short while it is being typed.
  const [isLeft, setLeft] = useState(false);
  const { enrol } = buildingWords.value;
  const message = messageOf(typed, isLeft);
  return (
    <Field id={id} label={enrol.code} hint={enrol.codeHint} message={message}>
      <input
        class="input code-input mono"
        id={id}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        autofocus
        required
        maxLength={LENGTH_MAX}
        value={typed}
        aria-describedby={message === undefined ? `${id}-hint` : `${id}-message ${id}-hint`}
        {...(message === undefined ? {} : { "aria-invalid": true as const })}
        onInput={(event) => onTyped(event.currentTarget.value)}
        onBlur={() => setLeft(true)}
      />
    </Field>
  );
}

function messageOf(typed: string, isLeft: boolean): string | undefined {
  const { enrol } = buildingWords.value;
  const read = readTypedCode(typed);
  switch (read.kind) {
    case "whole":
      return undefined;
    case "long":
      return enrol.codeLong;
    case "sign":
      return enrol.codeSign(read.sign);
    case "short":
      return isLeft && typed !== ""
        ? enrol.codeShort(formatCount(read.left, language.value))
        : undefined;
  }
}
