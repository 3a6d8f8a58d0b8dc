/** The first step: the code with a live check of its form, or the button with its live state. */

import { allWords } from "../state/all-words.ts";
import { checkCode } from "./setup-code.ts";
import type { ProofState } from "./use-proof.ts";

interface ProofStepProps {
  readonly of: ProofState;
  /** Where the code is to be found. */
  readonly codeHint: string;
}

/** A typed code with spaces and hyphens is longer than its 16 characters. */
const TYPED_LENGTH_MAX = 40;

/** The choice and what belongs to it. */
export function ProofStep({ of, codeHint }: ProofStepProps) {
  const { claim } = allWords.value;
  const choice = (kind: "code" | "prg", label: string) => (
    <label>
      <input
        type="radio"
        name="proof"
        checked={of.kind === kind}
        onChange={() => of.choose(kind)}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <div class="stack-3">
      <fieldset class="field">
        <legend class="label">{claim.proof}</legend>
        <div class="how">
          {choice("code", claim.byCode)}
          {choice("prg", claim.byButton)}
        </div>
      </fieldset>
      {of.kind === "code" ? (
        <CodeField of={of} hint={codeHint} />
      ) : (
        <p class="press" role="status">
          {of.openMinutes > 0 ? (
            <span class="st st--ok">{claim.buttonPressed(String(of.openMinutes))}</span>
          ) : (
            <span class="st st--run">{claim.pressButton}</span>
          )}
        </p>
      )}
    </div>
  );
}

function CodeField({ of, hint }: { readonly of: ProofState; readonly hint: string }) {
  const { claim } = allWords.value;
  const check = checkCode(of.code);
  const bad = check.kind === "wrong" || check.kind === "long";
  const said = {
    empty: hint,
    more: check.kind === "more" ? claim.codeMore(String(check.count)) : "",
    long: check.kind === "long" ? claim.codeLong(String(check.count)) : "",
    wrong: check.kind === "wrong" ? claim.codeWrong(check.character) : "",
    whole: claim.codeWhole,
  }[check.kind];
  return (
    <div class="field">
      <label for="setup-code">{claim.code}</label>
      <input
        class="input code"
        id="setup-code"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        placeholder="____-____-____-____"
        maxLength={TYPED_LENGTH_MAX}
        aria-invalid={bad}
        aria-describedby="setup-code-hint"
        value={of.code}
        onInput={(event) => of.type(event.currentTarget.value)}
        onBlur={of.tidy}
      />
      <small id="setup-code-hint" class={bad ? "err" : ""} aria-live="polite">
        {said}
      </small>
    </div>
  );
}
