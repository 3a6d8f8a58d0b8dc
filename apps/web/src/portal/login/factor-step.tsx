/** The second step of a login: a code of the app, or a recovery code. */

import { useState } from "preact/hooks";
import { AccessForm } from "../../login/access-form.tsx";
import { giveFactor } from "../api/session-client.ts";
import { takeSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { CodeField } from "./code-field.tsx";

/** The form. */
export function FactorStep() {
  const [code, setCode] = useState("");
  const { factor } = shellWords.value;
  return (
    <AccessForm
      isCard
      ready={code.trim() !== ""}
      send={async () => takeSession(await giveFactor(code.trim()))}
      deed={factor.give}
      sending={factor.giving}
    >
      <CodeField id="factor-code" label={factor.code} value={code} onTyped={setCode} />
    </AccessForm>
  );
}
