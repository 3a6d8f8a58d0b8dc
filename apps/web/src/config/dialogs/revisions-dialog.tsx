/** What was stored before: who, when, how; any of it can be put back into force. */

import type { RevisionInfo } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { useEffect, useRef, useState } from "preact/hooks";
import { useModal } from "../../shell/modal.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { refresh } from "../../state/readings.ts";
import { announce, failureText, language, loadGateway, timeZone } from "../../state/session.ts";
import { fetchConfiguration, fetchRevisions, restoreRevision } from "../state/config-client.ts";
import { changes, stored, takeStored } from "../state/config-state.ts";
import { shutDialog } from "../state/dialogs.ts";
import { titleOf } from "./title-of.ts";

/** The dialog. */
export function RevisionsDialog() {
  const { audit, config, shell } = allWords.value;
  const box = useRef<HTMLDialogElement>(null);
  const [list, setList] = useState<readonly RevisionInfo[] | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useModal(box);
  useEffect(() => {
    fetchRevisions().then(
      ({ revisions }) => setList(revisions),
      (error: unknown) => setSaid(failureText(error).text),
    );
  }, []);
  const putBack = async (revision: number) => {
    setBusy(true);
    setSaid(null);
    try {
      await confirmed((word) => restoreRevision(revision, stored.value?.revision ?? 0, word));
      takeStored(await fetchConfiguration());
      announce(config.restored(String(revision)));
      box.current?.close();
      await Promise.all([loadGateway(), refresh()]);
    } catch (error) {
      setSaid(failureText(error).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog ref={box} class="wide" aria-labelledby="revisions-title" onClose={shutDialog}>
      <div class="dialog-body">
        <div>
          <h2 id="revisions-title">{titleOf(config.revisions)}</h2>
          <p class="sub">{config.revisionsNote}</p>
        </div>
        {said === null ? null : (
          <p class="err" role="alert">
            {said}
          </p>
        )}
        {list === null ? <p class="soft">{shell.loading}</p> : null}
        {changes.value.length > 0 ? <p class="small">{config.saveFirst}</p> : null}
        <ul class="revs">
          {(list ?? []).map((one) => (
            <li key={one.revision}>
              <span>
                <b>{`${audit.no} ${one.revision}`}</b> {written(one)}
              </span>
              {one.revision === stored.value?.revision ? (
                <span class="badge badge--info">{config.inForce}</span>
              ) : (
                <button
                  type="button"
                  class="btn"
                  disabled={busy || changes.value.length > 0}
                  aria-label={config.putBackOf(String(one.revision))}
                  onClick={() => void putBack(one.revision)}
                >
                  {config.putBack}
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" autofocus onClick={() => box.current?.close()}>
          {shell.close}
        </button>
      </div>
    </dialog>
  );
}

function written({ savedAt, savedBy, cause }: RevisionInfo): string {
  const at = savedAt === null ? "—" : formatDateTime(savedAt, timeZone.value, language.value);
  const { audit, config } = allWords.value;
  const who = savedBy === "machine" ? audit.machine : savedBy;
  return `${at} · ${who} · ${config.causes[cause]}`;
}
