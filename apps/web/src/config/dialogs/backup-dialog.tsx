/** Backup: the whole configuration in one file, its secrets sealed under a passphrase. */

import { useRef, useState } from "preact/hooks";
import { useModal } from "../../shell/modal.ts";
import { ownFileName } from "../../shell/own-file-name.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { announce, failureText } from "../../state/session.ts";
import { backUp } from "../state/config-client.ts";
import { shutDialog } from "../state/dialogs.ts";
import { PassphraseField } from "./file-dialogs.tsx";
import { titleOf } from "./title-of.ts";

const PASSPHRASE_MIN = 12;

/** The dialog. */
export function BackupDialog() {
  const { config, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const [passphrase, setPassphrase] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useModal(box);
  const make = async () => {
    setBusy(true);
    setSaid(null);
    try {
      const file = await confirmed((word) => backUp(passphrase, word));
      hand(JSON.stringify(file, null, 2), ownFileName(["configuration", "backup"], "json"));
      announce(config.backupMade);
      box.current?.close();
    } catch (error) {
      setSaid(failureText(error).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog ref={box} aria-labelledby="backup-title" onClose={shutDialog}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="backup-title">{titleOf(config.backup)}</h2>
            <p class="sub">{config.backupNote}</p>
          </div>
          <PassphraseField value={passphrase} onTyped={setPassphrase} isNew />
          {said === null ? null : (
            <p class="err" role="alert">
              {said}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
          <button
            type="submit"
            class="btn btn--main"
            disabled={passphrase.length < PASSPHRASE_MIN || busy}
          >
            {config.backup}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Gives a text to the browser's downloads. */
function hand(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
