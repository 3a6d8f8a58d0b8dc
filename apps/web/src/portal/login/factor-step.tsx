/** The second step of a login: a code of the app, or a recovery code. */

import { useState } from "preact/hooks";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { giveFactor } from "../api/session-client.ts";
import { takeSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { CodeField } from "./code-field.tsx";

/** The form. */
export function FactorStep() {
  const [code, setCode] = useState("");
  const { busy, refused, run, forget } = useDeed();
  const { factor } = shellWords.value;
  const isReady = code.trim() !== "" && !busy;
  return (
    <form
      class="card access-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        run(async () => takeSession(await giveFactor(code.trim())));
      }}
    >
      <CodeField
        id="factor-code"
        label={factor.code}
        value={code}
        onTyped={(typed) => {
          forget();
          setCode(typed);
        }}
      />
      <Refusal refused={refused} />
      <div class="row">
        <button type="submit" class="btn btn--main" disabled={!isReady}>
          {busy ? factor.giving : factor.give}
        </button>
      </div>
    </form>
  );
}
