/** The number of the channel, typed by the person, stands for a second click that may be blind. */

import { allWords } from "../state/all-words.ts";

/** The field; a number that differs is said at once. */
export function Confirmation(props: {
  readonly channelNo: number;
  readonly typed: string;
  readonly onTyped: (part: { readonly confirm: string }) => void;
}) {
  const { period } = allWords.value;
  const wrong = props.typed.trim() !== "" && props.typed.trim() !== String(props.channelNo);
  return (
    <div class="field confirm">
      <label for="period-confirm">{period.confirm(String(props.channelNo))}</label>
      <input
        class="input"
        id="period-confirm"
        inputMode="numeric"
        autocomplete="off"
        aria-invalid={wrong}
        {...(wrong ? { "aria-describedby": "period-confirm-hint" } : {})}
        value={props.typed}
        onInput={(event) => props.onTyped({ confirm: event.currentTarget.value })}
      />
      {wrong ? (
        <small id="period-confirm-hint" class="err">
          {period.notConfirmed}
        </small>
      ) : null}
    </div>
  );
}
