/** Which box's place is taken: server, MAC and token. */

import type { RestoreInfo } from "@mega/contract";
import { useRef, useState } from "preact/hooks";
import { TextField } from "../../form/text-field.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { useModal } from "../../shell/modal.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { announce } from "../../state/session.ts";
import { readServerUrl } from "../server/server-draft.ts";
import { stored } from "../state/config-state.ts";
import { beginRestore } from "./restore-client.ts";
import { isMac, isToken } from "./typed-token.ts";

interface TakeoverDialogProps {
  readonly take: (info: RestoreInfo) => void;
  readonly onClose: () => void;
}

/** The dialog. */
export function TakeoverDialog({ take, onClose }: TakeoverDialogProps) {
  const { restore, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const [server, setServer] = useState(stored.value?.configuration.server?.url ?? "");
  const [oldMac, setOldMac] = useState("");
  const [token, setToken] = useState("");
  const deed = useDeed();
  useModal(box);
  const url = readServerUrl(server);
  const isWhole = url.kind === "value" && isMac(oldMac) && isToken(token);
  const begin = async () => {
    if (url.kind !== "value") return;
    const body = { server: url.value, oldMac: oldMac.trim(), token: token.trim() };
    take(await confirmed((word) => beginRestore(body, word), { always: true }));
    announce(restore.begun);
    box.current?.close();
  };
  return (
    <dialog ref={box} aria-labelledby="takeover-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) deed.run(begin);
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="takeover-title">{restore.takeTitle}</h2>
            <p class="sub">{restore.takeLead}</p>
          </div>
          <TextField
            id="takeover-server"
            label={restore.server}
            shown={server}
            inputMode="url"
            placeholder="https://"
            onTyped={setServer}
            onKey={setServer}
          />
          <TextField
            id="takeover-mac"
            label={restore.oldMac}
            shown={oldMac}
            placeholder="02:00:00:00:00:16"
            lengthMax={17}
            onTyped={setOldMac}
            onKey={setOldMac}
          />
          <TextField
            id="takeover-token"
            class="mono"
            label={restore.typedToken}
            shown={token}
            hint={restore.tokenHint}
            lengthMax={60}
            onTyped={setToken}
            onKey={setToken}
          />
          {deed.refused === null ? null : (
            <p class="err" role="alert">
              {deed.refused}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
          <button type="submit" class="btn btn--main" disabled={!isWhole || deed.busy}>
            {restore.begin}
          </button>
        </div>
      </form>
    </dialog>
  );
}
