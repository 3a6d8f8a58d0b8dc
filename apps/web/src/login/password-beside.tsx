/**
 * The leaflet's gesture: the own password beside SAVE. The field is away while a password typed
 * within the last minutes is still enough, and where nobody is logged in.
 */

import { useEffect, useState } from "preact/hooks";
import { type Confirming, confirmedForMs } from "../state/confirmation.ts";
import { account } from "../state/login.ts";
import { words } from "../state/session.ts";

/** What a form keeps of the field. */
export interface BesideState {
  /** Whether the form may be sent as far as the password goes. */
  readonly ready: boolean;
  /** For `confirmed`. */
  readonly confirming: Confirming;
  readonly shown: boolean;
  readonly typed: string;
  readonly type: (typed: string) => void;
  /** Forgets what was typed, after it was sent. */
  readonly clear: () => void;
}

/** The state of the field; with `always` the password is needed for this very change. */
export function usePasswordBeside(always = false): BesideState {
  const [typed, type] = useState("");
  const [, setTick] = useState(0);
  const leftMs = confirmedForMs();
  useEffect(() => {
    if (leftMs === 0) return;
    const timer = setTimeout(() => setTick((tick) => tick + 1), leftMs);
    return () => clearTimeout(timer);
  }, [leftMs]);
  const shown = account.value !== null && (always || leftMs === 0);
  return {
    ready: !shown || typed !== "",
    confirming: { always, password: shown ? typed : "" },
    shown,
    typed,
    type,
    clear: () => type(""),
  };
}

/** The field itself; nothing while no password is needed. */
export function PasswordBeside({ of, id }: { readonly of: BesideState; readonly id: string }) {
  if (!of.shown) return null;
  const { access } = words.value;
  return (
    <span class="beside">
      <label class="vh" for={id}>
        {access.own}
      </label>
      <input
        class="input"
        id={id}
        type="password"
        autocomplete="current-password"
        placeholder={access.own}
        maxLength={200}
        value={of.typed}
        onInput={(event) => of.type(event.currentTarget.value)}
      />
    </span>
  );
}
