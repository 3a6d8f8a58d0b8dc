/**
 * The page at "/claim", the only one of a gateway without an owner: proof of presence, an own name,
 * an own password. There is no way past it.
 */

import { useState } from "preact/hooks";
import { claim as postClaim } from "../api/access.ts";
import { NewPasswordField } from "../login/new-password-field.tsx";
import { useDeed } from "../login/use-deed.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { account, takeSession } from "../state/login.ts";
import { language } from "../state/session.ts";
import "../styles/access.css";
import "../styles/claim.css";
import "../styles/dialog.css";
import { isAccountName, missingCharacters } from "./credentials.ts";
import { Fingerprint } from "./fingerprint.tsx";
import { NameField } from "./name-field.tsx";
import { PrgDrawing } from "./prg-drawing.tsx";
import { ProofStep } from "./proof-step.tsx";
import { useProof } from "./use-proof.ts";

/** The page: the form, and afterwards where to go on. */
export function ClaimPage() {
  const { claim } = allWords.value;
  if (account.value !== null) return <Done />;
  return (
    <main id="main" class="main claim" tabIndex={-1}>
      <div class="intro">
        <h1>{claim.welcome}</h1>
        <p>{claim.lead}</p>
      </div>
      <ClaimForm />
      <PrgDrawing />
    </main>
  );
}

function ClaimForm() {
  const proof = useProof();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, refused, run, forget } = useDeed();
  const { claim } = allWords.value;
  const given = proof.proof;
  const isReady = given !== null && isAccountName(name) && missingCharacters(password) === 0;
  return (
    <form
      class="steps"
      onInput={forget}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        run(async () =>
          takeSession(await postClaim({ proof: given, name, password, language: language.value })),
        );
      }}
    >
      <div class="step">
        <ProofStep of={proof} codeHint={claim.codeHint} />
      </div>
      <div class="step">
        <NameField id="claim-name" label={claim.ownName} value={name} onTyped={setName} />
      </div>
      <div class="step">
        <NewPasswordField
          id="claim-password"
          label={claim.ownPassword}
          value={password}
          onTyped={setPassword}
        />
      </div>
      <div class="go">
        <Refusal refused={refused} />
        <button type="submit" class="btn btn--main" disabled={!isReady || busy}>
          {busy ? claim.taking : claim.take}
        </button>
        <Fingerprint />
      </div>
    </form>
  );
}

function Done() {
  const { claim } = allWords.value;
  return (
    <main id="main" class="main access" tabIndex={-1}>
      <div>
        <h1>{claim.doneTitle}</h1>
        <p class="soft">{claim.doneLead}</p>
      </div>
      <div class="row">
        <a class="btn btn--main" href={inside("/config")} data-inside>
          {claim.toConfig}
        </a>
        <a class="btn" href={inside("/")} data-inside>
          {claim.toCounters}
        </a>
      </div>
      <Fingerprint />
    </main>
  );
}
