/** The page at "/lost": proof of presence gives the owner a new name and a new password. */

import { useState } from "preact/hooks";
import { resetCredentials } from "../api/access.ts";
import { useDeed } from "../login/use-deed.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { inside, navigate } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { logIn, takeSession } from "../state/login.ts";
import "../styles/access.css";
import "../styles/claim.css";
import "../styles/dialog.css";
import { isAccountName, missingCharacters } from "./credentials.ts";
import { Fingerprint } from "./fingerprint.tsx";
import { NameField, NewPasswordField } from "./own-fields.tsx";
import { ProofStep } from "./proof-step.tsx";
import { useProof } from "./use-proof.ts";

/** The page. */
export function LostPage() {
  const proof = useProof();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, refused, run, forget } = useDeed();
  const { access, claim } = allWords.value;
  const given = proof.proof;
  const isReady = given !== null && isAccountName(name) && missingCharacters(password) === 0;
  const change = (set: (typed: string) => void) => (typed: string) => {
    forget();
    set(typed);
  };
  return (
    <main id="main" class="main access" tabIndex={-1}>
      <div>
        <h1>{claim.lostTitle}</h1>
        <p class="soft">{claim.lostLead}</p>
      </div>
      <form
        class="card access-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          run(async () => {
            takeSession(await resetCredentials({ proof: given, name, password }));
            await logIn(name, password);
            navigate(inside("/"));
          });
        }}
      >
        <ProofStep of={proof} codeHint={claim.lostCode} onChange={forget} />
        <NameField id="lost-name" label={claim.ownName} value={name} onTyped={change(setName)} />
        <NewPasswordField
          id="lost-password"
          label={access.newPassword}
          value={password}
          onTyped={change(setPassword)}
        />
        <p class="effect">{claim.lostKept}</p>
        <Refusal refused={refused} />
        <div class="row">
          <button type="submit" class="btn btn--main" disabled={!isReady || busy}>
            {busy ? claim.taking : claim.reset}
          </button>
          <a href={inside("/login")} data-inside>
            {claim.backToLogin}
          </a>
        </div>
      </form>
      <Fingerprint />
    </main>
  );
}
