/** The bar at the bottom while something is changed: what it is, take it back, or SAVE. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { PasswordBeside, usePasswordBeside } from "../login/password-beside.tsx";
import { allWords } from "../state/all-words.ts";
import { changeWords, listed } from "./change-words.ts";
import { openRow } from "./channels/opened.ts";
import { changeCount } from "./draft/changes.ts";
import { changes, gatewayFaults, ownFaults, startOver } from "./state/config-state.ts";
import { save, saveRefusal, saving } from "./state/save.ts";

/** The bar; nothing while nothing is changed. */
export function SaveBar() {
  const { config } = allWords.value;
  const password = usePasswordBeside();
  const bar = useRef<HTMLFormElement>(null);
  const faults = new Set([...ownFaults.value.keys(), ...gatewayFaults.value.keys()]);
  const changed = changes.value;
  useRoomFor(bar, changed.length > 0);
  if (changed.length === 0 && faults.size === 0) return null;
  const ready = changed.length > 0 && faults.size === 0 && password.ready && !saving.value;
  return (
    <form
      ref={bar}
      class="save no-print"
      aria-label={config.unsaved}
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        void save(password.confirming).then((done) => {
          if (done) password.clear();
        });
      }}
    >
      <div class="save-what">
        <p>
          <b>{config.changed(String(changeCount(changed)))}</b>
          {changed.length === 0 ? "" : ` ${listed(changed.map(changeWords))}`}
        </p>
        {faults.size === 0 ? null : (
          <button type="button" class="btn btn--quiet err" onClick={goToFault}>
            {config.toCorrect(String(faults.size))}
          </button>
        )}
        {saveRefusal.value === null ? null : (
          <p class="err" role="alert">
            {saveRefusal.value}
          </p>
        )}
      </div>
      <button
        type="button"
        class="btn btn--quiet"
        disabled={saving.value}
        onClick={() => {
          saveRefusal.value = null;
          startOver();
        }}
      >
        {config.discard}
      </button>
      <PasswordBeside of={password} id="save-password" />
      <button type="submit" class="btn btn--main" disabled={!ready}>
        {saving.value ? config.savingNow : config.save}
      </button>
    </form>
  );
}

/** Puts the focus on the first field that is not right, opening its row where it is folded away. */
function goToFault(): void {
  for (const key of [...ownFaults.value.keys(), ...gatewayFaults.value.keys()]) {
    const channelNo = /^\/row\/(\d+)\//.exec(key)?.[1];
    if (channelNo !== undefined) openRow(Number(channelNo));
  }
  requestAnimationFrame(() => {
    const invalid = document.querySelector<HTMLElement>('[aria-invalid="true"]');
    const said = document.querySelector<HTMLElement>(".chan-said, .field .err, .fault-list");
    const aim = invalid ?? said;
    aim?.scrollIntoView({ block: "center" });
    aim?.focus();
  });
}

/** The page scrolls far enough that the bar hides nothing that has the focus. */
function useRoomFor(bar: RefObject<HTMLElement | null>, shown: boolean): void {
  useEffect(() => {
    const height = shown ? (bar.current?.offsetHeight ?? 0) : 0;
    const root = document.documentElement.style;
    root.scrollPaddingBottom = height === 0 ? "" : `${height + 32}px`;
    return () => {
      root.scrollPaddingBottom = "";
    };
  });
}
