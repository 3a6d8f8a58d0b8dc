/** Files in: a whole configuration, rows of channels, or a backup. They become the draft, no more. */

import type { Proposal } from "@mega/contract";
import { useRef, useState } from "preact/hooks";
import { useModal } from "../../shell/modal.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { announce, failureText } from "../../state/session.ts";
import { importConfiguration, readBackup } from "../state/config-client.ts";
import { shutDialog } from "../state/dialogs.ts";
import { takeProposal } from "../state/proposal.ts";
import { ProposalOutlook } from "./proposal-outlook.tsx";
import { titleOf } from "./title-of.ts";

const FILE_BYTES_MAX = 900_000;
const PASSPHRASE_MIN = 12;

/** Import, or restore of a backup. */
export function FileDialog({ kind }: { readonly kind: "import" | "restore" }) {
  const { config, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [found, setFound] = useState<Proposal | null>(null);
  const [busy, setBusy] = useState(false);
  useModal(box);
  const readable = file !== null && (kind === "import" || passphrase.length >= PASSPHRASE_MIN);
  const read = async () => {
    if (file === null || !readable) return;
    setBusy(true);
    setSaid(null);
    try {
      setFound(await proposalOf(kind, file, passphrase));
    } catch (error) {
      setFound(null);
      setSaid(failureText(error).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog ref={box} class="wide" aria-labelledby="file-title" onClose={shutDialog}>
      <div class="dialog-body">
        <div>
          <h2 id="file-title">{titleOf(kind === "import" ? config.importFile : config.restore)}</h2>
          <p class="sub">{kind === "import" ? config.importNote : config.restoreNote}</p>
        </div>
        <div class="field">
          <label for="file-in">{config.file}</label>
          <input
            class="input file"
            id="file-in"
            type="file"
            accept={kind === "import" ? ".yaml,.yml,.csv,.tsv,.txt" : ".json"}
            onChange={(event) => {
              setFound(null);
              void textOf(event.currentTarget.files?.[0]).then((next) => {
                setFile(next);
                setSaid(next === null ? config.fileTooBig : null);
              });
            }}
          />
        </div>
        {kind === "import" ? null : (
          <PassphraseField value={passphrase} onTyped={setPassphrase} isNew={false} />
        )}
        {said === null ? null : (
          <p class="err" role="alert">
            {said}
          </p>
        )}
        {found === null ? null : <ProposalOutlook proposal={found} />}
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" onClick={() => box.current?.close()}>
          {shell.cancel}
        </button>
        {found?.configuration == null || found.faults.length > 0 ? (
          <button
            type="button"
            class="btn btn--main"
            disabled={!readable || busy}
            onClick={() => void read()}
          >
            {config.readFile}
          </button>
        ) : (
          <button
            type="button"
            class="btn btn--main"
            onClick={() => {
              takeProposal(found);
              announce(config.proposalTaken);
              box.current?.close();
            }}
          >
            {config.takeProposal}
          </button>
        )}
      </div>
    </dialog>
  );
}

function proposalOf(
  kind: "import" | "restore",
  file: { readonly name: string; readonly text: string },
  passphrase: string,
): Promise<Proposal> {
  if (kind === "restore") {
    return confirmed((word) => readBackup(file.text, passphrase, word));
  }
  const format = /\.ya?ml$/i.test(file.name) ? "yaml" : "rows";
  return importConfiguration({ format, text: file.text });
}

async function textOf(file: File | undefined): Promise<{ name: string; text: string } | null> {
  if (file === undefined || file.size > FILE_BYTES_MAX) return null;
  return { name: file.name, text: await file.text() };
}

/** The words that a backup's secrets are sealed under. */
export function PassphraseField(props: {
  readonly value: string;
  readonly isNew: boolean;
  readonly onTyped: (text: string) => void;
}) {
  const { config } = allWords.value;
  return (
    <div class="field">
      <label for="passphrase">{config.passphrase}</label>
      <input
        class="input"
        id="passphrase"
        type="password"
        autocomplete={props.isNew ? "new-password" : "off"}
        maxLength={256}
        aria-describedby="passphrase-hint"
        value={props.value}
        onInput={(event) => props.onTyped(event.currentTarget.value)}
      />
      <small id="passphrase-hint">{config.passphraseHint}</small>
    </div>
  );
}
