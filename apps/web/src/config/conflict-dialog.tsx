/** Somebody else saved meanwhile: who, when, what; take it, or put the own changes on top of it. */

import { formatDateTime } from "@mega/locale";
import { useRef } from "preact/hooks";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { changeWords } from "./change-words.ts";
import { conflict, keepMine, takeTheirs } from "./state/save.ts";

/** The dialog. */
export function ConflictDialog() {
  const { config } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  useModal(box);
  const found = conflict.value;
  if (found === null) return null;
  const { savedAt, savedBy } = found.theirs;
  const at = savedAt === null ? "—" : formatDateTime(savedAt, timeZone.value, language.value);
  return (
    <dialog
      ref={box}
      aria-labelledby="conflict-title"
      onClose={() => {
        conflict.value = null;
      }}
    >
      <div class="dialog-body">
        <div>
          <h2 id="conflict-title">{config.conflict}</h2>
          <p class="sub">{config.changedBy(savedBy, at)}</p>
        </div>
        <ul class="bullets">
          {found.differing.map((change) => (
            <li key={JSON.stringify(change)}>{changeWords(change)}</li>
          ))}
        </ul>
        <p class="effect">{config.keepMineEffect}</p>
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" onClick={takeTheirs}>
          {config.takeTheirs}
        </button>
        <button type="button" class="btn btn--main" autofocus onClick={keepMine}>
          {config.keepMine}
        </button>
      </div>
    </dialog>
  );
}
