/** Setting up a second factor: the secret as a picture, its first code, then the recovery codes. */

import type { FactorSetup as Setup } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { QrCode } from "../../accounts/qr-code.tsx";
import { AccessForm } from "../../login/access-form.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { announce, failureText, words } from "../../state/session.ts";
import { beginFactor, setFactor } from "../api/session-client.ts";
import { confirmed } from "../state/confirmation.ts";
import { shellWords } from "../state/words.ts";
import "../styles/way-in.css";
import { CodeField } from "./code-field.tsx";
import { codesKept, freshCodes } from "./fresh-codes.ts";

/** The steps; `onDone` is called when the codes have been kept. */
export function FactorSetup({ onDone }: { readonly onDone?: () => void }) {
  const [setup, setSetup] = useState<Setup | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const isDone = freshCodes.value !== null;
  useEffect(() => {
    if (isDone) return;
    confirmed(beginFactor).then(setSetup, (error: unknown) => setFailure(failureText(error).text));
  }, [isDone]);
  if (freshCodes.value !== null) {
    return <Codes codes={freshCodes.value.recoveryCodes} onDone={onDone} />;
  }
  if (failure !== null) return <Refusal refused={failure} />;
  if (setup === null) return <p class="soft">{words.value.shell.loading}</p>;
  return <FirstCode setup={setup} />;
}

function FirstCode({ setup }: { readonly setup: Setup }) {
  const [code, setCode] = useState("");
  const { factor } = shellWords.value;
  return (
    <AccessForm
      ready={code.trim() !== ""}
      send={async () => {
        freshCodes.value = await setFactor(code.trim());
      }}
      deed={factor.put}
      sending={factor.giving}
    >
      <p>{factor.scan}</p>
      <QrCode text={setup.uri} name={factor.qr} />
      <p class="soft small">
        {factor.secret}
        <code class="secret-key">{setup.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
      </p>
      <CodeField id="first-code" label={factor.first} digits value={code} onTyped={setCode} />
    </AccessForm>
  );
}

interface CodesProps {
  readonly codes: readonly string[];
  readonly onDone: (() => void) | undefined;
}

function Codes({ codes, onDone }: CodesProps) {
  const { busy, refused, run } = useDeed();
  const { factor } = shellWords.value;
  const copy = () =>
    run(async () => {
      await navigator.clipboard.writeText(codes.join("\n"));
      announce(factor.copied);
    });
  const goOn = () =>
    run(async () => {
      await codesKept();
      onDone?.();
    });
  return (
    <div class="access-form">
      <p>{factor.codesLead}</p>
      <ul class="recovery" aria-label={factor.codesTitle}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Refusal refused={refused} />
      <div class="row">
        <button type="button" class="btn btn--main" disabled={busy} onClick={goOn}>
          {factor.codesKept}
        </button>
        <button type="button" class="btn" disabled={busy} onClick={copy}>
          {factor.copy}
        </button>
      </div>
    </div>
  );
}
