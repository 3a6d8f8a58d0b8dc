/** Makes a token: what it is for, what it may do, until when; its secret is shown this once. */

import type { MadeToken, Scope } from "@mega/contract";
import { useRef, useState } from "preact/hooks";
import { SecretOnce } from "../accounts/secret-once.tsx";
import { makeToken } from "../api/access.ts";
import { PasswordBeside, usePasswordBeside } from "../login/password-beside.tsx";
import { useDeed } from "../login/use-deed.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { timeZone } from "../state/session.ts";
import { scopeNames, type TokenDraft, tokenRequest } from "./draft.ts";

interface NewTokenDialogProps {
  readonly onShut: () => void;
  readonly onMade: () => void;
}

const NAME_LENGTH_MAX = 40;

/** The dialog. */
export function NewTokenDialog({ onShut, onMade }: NewTokenDialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const [made, setMade] = useState<MadeToken | null>(null);
  useModal(box);
  return (
    <dialog ref={box} aria-labelledby="token-title" onClose={onShut}>
      {made === null ? (
        <TokenForm
          onShut={() => box.current?.close()}
          onMade={(token) => {
            setMade(token);
            onMade();
          }}
        />
      ) : (
        <Made token={made} onShut={() => box.current?.close()} />
      )}
    </dialog>
  );
}

function Made({ token, onShut }: { readonly token: MadeToken; readonly onShut: () => void }) {
  const { accounts, shell } = allWords.value;
  return (
    <>
      <div class="dialog-body">
        <div>
          <h2 id="token-title">{accounts.madeTitle(token.name)}</h2>
          <p class="sub">{accounts.madeLead}</p>
        </div>
        <SecretOnce id="token-secret" label={accounts.token} text={token.token} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn btn--main" onClick={onShut}>
          {shell.close}
        </button>
      </div>
    </>
  );
}

function TokenForm(props: {
  readonly onShut: () => void;
  readonly onMade: (token: MadeToken) => void;
}) {
  const [draft, setDraft] = useState<TokenDraft>({ name: "", scopes: [], lastDay: "" });
  const beside = usePasswordBeside(true);
  const { busy, refused, run, forget } = useDeed();
  const { accounts, shell } = allWords.value;
  const request = tokenRequest(draft, timeZone.value);
  const isReady = request !== null && beside.ready && !busy;
  const change = (part: Partial<TokenDraft>) => {
    forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        run(async () => {
          props.onMade(await confirmed((word) => makeToken(request, word), beside.confirming));
        });
      }}
    >
      <div class="dialog-body">
        <h2 id="token-title">{accounts.newTokenTitle}</h2>
        <div class="field">
          <label for="token-name">{accounts.tokenName}</label>
          <input
            class="input"
            id="token-name"
            required
            autocomplete="off"
            maxLength={NAME_LENGTH_MAX}
            value={draft.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        </div>
        <ScopeFields scopes={draft.scopes} onChange={(scopes) => change({ scopes })} />
        <div class="field">
          <label for="token-end">{accounts.lastDay}</label>
          <input
            class="input"
            id="token-end"
            type="date"
            value={draft.lastDay}
            onInput={(event) => change({ lastDay: event.currentTarget.value })}
          />
        </div>
        <Refusal refused={refused} />
      </div>
      <div class="dialog-foot">
        <PasswordBeside of={beside} id="token-password" />
        <button type="button" class="btn" onClick={props.onShut}>
          {shell.cancel}
        </button>
        <button type="submit" class="btn btn--main" disabled={!isReady}>
          {busy ? accounts.sending : accounts.make}
        </button>
      </div>
    </form>
  );
}

function ScopeFields(props: {
  readonly scopes: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
}) {
  const { accounts } = allWords.value;
  const toggle = (scope: Scope, on: boolean) =>
    props.onChange(scopeNames.filter((one) => (one === scope ? on : props.scopes.includes(one))));
  return (
    <fieldset class="field scopes">
      <legend class="label">{accounts.scopes}</legend>
      {scopeNames.map((scope) => (
        <label key={scope} class="check">
          <input
            type="checkbox"
            checked={props.scopes.includes(scope)}
            onChange={(event) => toggle(scope, event.currentTarget.checked)}
          />
          <span>
            {accounts.scopeMeans[scope]} <code>{scope}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
