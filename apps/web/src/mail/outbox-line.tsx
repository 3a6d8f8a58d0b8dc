/** One mail of the outbox: what, to whom, where it is, and what a person may do about it. */

import type { OutboxMail } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";

interface LineProps {
  readonly mail: OutboxMail;
  /** Left out where nothing can be done about it by hand. */
  readonly onDecide?: ((kind: "retry" | "cancel") => void) | undefined;
}

const shapes: Readonly<Record<OutboxMail["state"], string>> = {
  queued: "off",
  sending: "run",
  failed: "warn",
  sent: "ok",
  "given-up": "bad",
  cancelled: "off",
};

/** The line. */
export function OutboxLine({ mail, onDecide }: LineProps) {
  const { outbox } = allWords.value.mail;
  const at = formatDateTime(mail.createdAt, timeZone.value, language.value);
  const waits = mail.state === "queued" || mail.state === "failed";
  const may = mail.state === "failed" || mail.state === "given-up" || mail.state === "cancelled";
  const kept = mail.reason !== "too-large";
  return (
    <li class="mail-line">
      <MailState mail={mail} />
      <div>
        <b>{mail.subject}</b>
        <p class="small muted">
          {[outbox.kinds[mail.kind], at, mail.recipients.join(", ")].join(" · ")}
        </p>
        <MailFate mail={mail} />
      </div>
      <div class="row">
        {onDecide !== undefined && may && kept ? (
          <button type="button" class="btn" onClick={() => onDecide("retry")}>
            {outbox.retry}
          </button>
        ) : null}
        {onDecide !== undefined && waits ? (
          <button type="button" class="btn btn--quiet" onClick={() => onDecide("cancel")}>
            {outbox.cancel}
          </button>
        ) : null}
      </div>
    </li>
  );
}

/** Shape and word of a mail's state. */
function MailState({ mail }: { readonly mail: OutboxMail }) {
  return (
    <span class={`st st--${shapes[mail.state]}`}>
      {allWords.value.mail.outbox.states[mail.state]}
    </span>
  );
}

/** Why, when next, and the server's own words. */
function MailFate({ mail }: { readonly mail: OutboxMail }) {
  const { outbox } = allWords.value.mail;
  const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
  const facts = [
    ...(mail.reason === null ? [] : [outbox.reasons[mail.reason]]),
    ...(mail.sentAt === null ? [] : [written(mail.sentAt)]),
    ...(mail.attempts > 1 ? [outbox.attempts(formatCount(mail.attempts, language.value))] : []),
    ...(mail.nextTryAt === null || mail.attempts === 0
      ? []
      : [outbox.nextTry(written(mail.nextTryAt))]),
    ...(mail.replyCode === null ? [] : [outbox.reply(String(mail.replyCode))]),
    ...(mail.doubted ? [outbox.doubted] : []),
    ...mail.refused.map(({ address }) => outbox.refused(address)),
  ];
  return (
    <>
      {facts.length === 0 ? null : <p class="small">{facts.join(" · ")}</p>}
      {mail.reply === "" ? null : (
        <p class="small">
          <code>{mail.reply}</code>
        </p>
      )}
    </>
  );
}
