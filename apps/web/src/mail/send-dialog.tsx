/**
 * SEND MAIL: recipients, language and files, what is sent in words, how the mail begins; afterwards
 * where it is: in the outbox, with the server, or why not.
 */

import type { CountersTable, OutboxMail } from "@mega/contract";
import { formatCount } from "@mega/locale";
import type { ComponentChild } from "preact";
import { useRef, useState } from "preact/hooks";
import { choices } from "../counters/choices.ts";
import { useDeed } from "../login/use-deed.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { useAsked } from "../shell/use-asked.ts";
import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { mayAs } from "../state/login.ts";
import { mailOpen } from "../state/mail.ts";
import { table } from "../state/readings.ts";
import { language } from "../state/session.ts";
import { exportedRows, visibleMonths } from "../table/table-view.ts";
import { fetchSent, type SendSettings, sendMail } from "./mail-client.ts";
import { draftOf, requestOf } from "./send-draft.ts";
import { SendFields } from "./send-fields.tsx";
import { SentMail } from "./sent-mail.tsx";
import { usePreview } from "./use-preview.ts";
import "../styles/mail.css";

const settingsOnly = () => fetchSent({ limit: 1 });

/**
 * The dialog; it shuts itself by clearing `mailOpen`.
 * @param unset what is said where no mail server is set, and the way to set one
 */
export function SendDialog({ unset }: { readonly unset?: ComponentChild }) {
  const box = useRef<HTMLDialogElement>(null);
  const { answer, failure } = useAsked(settingsOnly);
  const [sent, setSent] = useState<OutboxMail | null>(null);
  useModal(box);
  const shut = () => box.current?.close();
  const settings = answer?.settings ?? null;
  return (
    <dialog
      ref={box}
      class="mail-dialog"
      aria-labelledby="mail-title"
      onClose={() => {
        mailOpen.value = null;
      }}
    >
      {sent !== null ? (
        <SentMail first={sent} onShut={shut} onAnother={() => setSent(null)} />
      ) : settings !== null && table.value !== null ? (
        <SendForm settings={settings} shown={table.value} onShut={shut} onSent={setSent} />
      ) : (
        <Unready
          text={answer === null ? failure : null}
          unset={answer === null ? null : (unset ?? <ToSettings onShut={shut} />)}
          onShut={shut}
        />
      )}
    </dialog>
  );
}

function Unready(props: {
  readonly text: string | null;
  readonly unset: ComponentChild;
  readonly onShut: () => void;
}) {
  const { mail, shell } = allWords.value;
  return (
    <>
      <div class="dialog-body">
        <h2 id="mail-title">{mail.dialog.title}</h2>
        {props.unset === null ? <p role="status">{props.text ?? shell.loading}</p> : props.unset}
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" autofocus onClick={props.onShut}>
          {shell.close}
        </button>
      </div>
    </>
  );
}

/** At a gateway: who sets a mail server, and where. */
function ToSettings({ onShut }: { readonly onShut: () => void }) {
  const { mail, config } = allWords.value;
  return (
    <>
      <p role="status">{mail.dialog.notConfigured}</p>
      {mayAs(["owner", "installer"]) ? (
        <p>
          <a href={inside("/config")} data-inside onClick={onShut}>
            {config.title}
          </a>
        </p>
      ) : null}
    </>
  );
}

function SendForm(props: {
  readonly settings: SendSettings;
  readonly shown: CountersTable;
  readonly onShut: () => void;
  readonly onSent: (mail: OutboxMail) => void;
}) {
  const { settings, shown, onShut, onSent } = props;
  const [draft, setDraft] = useState(() => draftOf(settings));
  const { busy, refused, run, forget } = useDeed();
  const request = requestOf(draft, shown, choices.value);
  const { mail, shell } = allWords.value;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (request !== null && !busy) run(async () => onSent(await sendMail(request)));
      }}
    >
      <div class="dialog-body">
        <div>
          <h2 id="mail-title">{mail.dialog.title}</h2>
          <p class="sub">{scopeOf(shown)}</p>
        </div>
        <SendFields
          draft={draft}
          onChange={(part) => {
            forget();
            setDraft((before) => ({ ...before, ...part }));
          }}
        />
        <Preview request={request} />
        <Refusal refused={refused} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" autofocus onClick={onShut}>
          {shell.cancel}
        </button>
        <button type="submit" class="btn btn--main" disabled={request === null || busy}>
          {busy ? mail.dialog.sending : mail.dialog.send}
        </button>
      </div>
    </form>
  );
}

/** What would leave the page, in words. */
function scopeOf(shown: CountersTable): string {
  const count = (n: number) => formatCount(n, language.value);
  const rows = exportedRows(shown, choices.value).length;
  const months = visibleMonths(shown, choices.value).length;
  const { mail, counters } = allWords.value;
  return mail.dialog.selection(counters.scope(count(rows), count(months)));
}

function Preview({ request }: { readonly request: ReturnType<typeof requestOf> }) {
  const { dialog } = allWords.value.mail;
  const { preview, failure } = usePreview(request);
  if (failure !== null) return <p class="err small">{failure}</p>;
  if (preview === null) return <p class="small muted">{allWords.value.shell.loading}</p>;
  const { subject, lines, files } = preview;
  return (
    <dl class="mail-preview">
      <dt>{dialog.subject}</dt>
      <dd>
        <b>{subject}</b>
      </dd>
      <dt>{dialog.begins}</dt>
      <dd lang={preview.language}>
        {lines.slice(0, 3).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </dd>
      <dt>{dialog.files}</dt>
      <dd>{files.length === 0 ? dialog.noFile : files.map((file) => <p key={file}>{file}</p>)}</dd>
    </dl>
  );
}
