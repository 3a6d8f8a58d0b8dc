/** A text that is shown this once, with a button that copies it. */

import { useState } from "preact/hooks";
import { copyText } from "../shell/copy-text.ts";
import { allWords } from "../state/all-words.ts";
import { announce } from "../state/session.ts";

interface SecretOnceProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** The field and its button. */
export function SecretOnce({ id, label, text }: SecretOnceProps) {
  const [said, setSaid] = useState("");
  const { accounts } = allWords.value;
  const copy = async () => {
    const outcome = (await copyText(text)) ? accounts.copied : accounts.copyFailed;
    setSaid(outcome);
    announce(outcome);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="join">
        <input
          class="input mono"
          id={id}
          readOnly
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="btn" onClick={() => void copy()}>
          {accounts.copy}
        </button>
      </div>
      {said === "" ? null : <small>{said}</small>}
    </div>
  );
}
