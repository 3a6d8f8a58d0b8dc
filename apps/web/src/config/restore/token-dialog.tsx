/** A new restore token: said what it does, made, shown this once and printed. */

import type { RestoreTokenMade } from "@mega/contract";
import { useRef, useState } from "preact/hooks";
import { SecretOnce } from "../../accounts/secret-once.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { useModal } from "../../shell/modal.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { language } from "../../state/session.ts";
import { makeToken, tokenSheetAddress } from "./restore-client.ts";

/** The dialog. */
export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const { restore, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const [made, setMade] = useState<RestoreTokenMade | null>(null);
  const deed = useDeed();
  useModal(box);
  const shut = () => box.current?.close();
  return (
    <dialog ref={box} aria-labelledby="token-title" onClose={onClose}>
      <div class="dialog-body">
        <div>
          <h2 id="token-title">{restore.tokenTitle}</h2>
          <p class="sub">{restore.tokenLead}</p>
        </div>
        {made === null ? null : (
          <>
            <SecretOnce id="restore-token" label={restore.token} text={made.token} />
            <p>
              <a class="btn" href={tokenSheetAddress(made.sheet, language.value)} download>
                {restore.tokenPrint}
              </a>
            </p>
            <p class="small">{restore.tokenKeep}</p>
          </>
        )}
        {deed.refused === null ? null : (
          <p class="err" role="alert">
            {deed.refused}
          </p>
        )}
      </div>
      <div class="dialog-foot">
        {made === null ? (
          <>
            <button type="button" class="btn" onClick={shut}>
              {shell.cancel}
            </button>
            <button
              type="button"
              class="btn btn--main"
              disabled={deed.busy}
              onClick={() =>
                deed.run(async () => setMade(await confirmed(makeToken, { always: true })))
              }
            >
              {restore.makeToken}
            </button>
          </>
        ) : (
          <button type="button" class="btn btn--main" onClick={shut}>
            {restore.tokenDone}
          </button>
        )}
      </div>
    </dialog>
  );
}
