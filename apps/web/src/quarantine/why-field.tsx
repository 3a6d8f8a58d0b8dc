/** The reason a person gives; it stays in the ledger. */

import { allWords } from "../state/all-words.ts";

/** Shortest and longest reason, in characters. */
const WHY_MIN = 3;
const WHY_MAX = 200;

/** The reason as the gateway takes it; undefined while it is too short. */
export function whyOf(typed: string): string | undefined {
  const why = typed.trim();
  return why.length >= WHY_MIN && why.length <= WHY_MAX ? why : undefined;
}

/** The field. */
export function WhyField(props: {
  readonly typed: string;
  readonly onTyped: (part: { readonly why: string }) => void;
}) {
  return (
    <div class="field">
      <label for="why">{allWords.value.quarantine.why}</label>
      <input
        class="input"
        id="why"
        autocomplete="off"
        maxLength={WHY_MAX}
        value={props.typed}
        onInput={(event) => props.onTyped({ why: event.currentTarget.value })}
      />
    </div>
  );
}
