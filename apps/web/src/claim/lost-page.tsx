/** The page at "/lost": proof of presence gives the owner a new name and a new password. */

import { useState } from "preact/hooks";
import { resetCredentials } from "../api/access.ts";
import { AccessForm } from "../login/access-form.tsx";
import { NewPasswordField } from "../login/new-password-field.tsx";
import { inside, navigate } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { logIn, takeSession } from "../state/login.ts";
import "../styles/access.css";
import "../styles/claim.css";
import "../styles/dialog.css";
import { isAccountName, missingCharacters } from "./credentials.ts";
import { Fingerprint } from "./fingerprint.tsx";
import { NameField } from "./name-field.tsx";
import { ProofStep } from "./proof-step.tsx";
import { useProof } from "./use-proof.ts";

/** The page. */
export function LostPage() {
  const proof = useProof();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { access, claim } = allWords.value;
  const given = proof.proof;
  const isReady = given !== null && isAccountName(name) && missingCharacters(password) === 0;
  const reset = async () => {
    if (given === null) return;
    takeSession(await resetCredentials({ proof: given, name, password }));
    await logIn(name, password);
    navigate(inside("/"));
  };
  return (
    <main id="main" class="main access" tabIndex={-1}>
      <div>
        <h1>{claim.lostTitle}</h1>
        <p class="soft">{claim.lostLead}</p>
      </div>
      <AccessForm
        isCard
        ready={isReady}
        send={reset}
        deed={claim.reset}
        sending={claim.taking}
        beside={
          <a href={inside("/login")} data-inside>
            {claim.backToLogin}
          </a>
        }
      >
        <ProofStep of={proof} codeHint={claim.lostCode} />
        <NameField id="lost-name" label={claim.ownName} value={name} onTyped={setName} />
        <NewPasswordField
          id="lost-password"
          label={access.newPassword}
          value={password}
          onTyped={setPassword}
        />
        <p class="effect">{claim.lostKept}</p>
      </AccessForm>
      <Fingerprint />
    </main>
  );
}
