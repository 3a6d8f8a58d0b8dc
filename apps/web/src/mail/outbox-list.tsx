/** The outbox: newest first, older ones on request. */

import { formatCount, formatDateTime } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { OutboxLine } from "./outbox-line.tsx";
import { useOutbox } from "./use-outbox.ts";
import "../styles/mail.css";

/** The list, with what is due next. */
export function OutboxList() {
  const { outbox, settings } = allWords.value.mail;
  const { overview, mails, failure, older, decide } = useOutbox();
  if (overview === null)
    return <p class="small muted">{failure ?? allWords.value.shell.loading}</p>;
  const count = (value: number) => formatCount(value, language.value);
  const next =
    overview.nextReportAt === null
      ? []
      : [
          settings.nextReport(
            formatDateTime(overview.nextReportAt, timeZone.value, language.value),
          ),
        ];
  const today = outbox.today(count(overview.today.sent), count(overview.today.max));
  return (
    <section class="outbox" aria-label={outbox.title}>
      <p class="small muted">{[...next, today].join(" · ")}</p>
      {failure === null ? null : <p class="err small">{failure}</p>}
      {mails.length === 0 ? (
        <p class="small">{outbox.empty}</p>
      ) : (
        <ul>
          {mails.map((mail) => (
            <OutboxLine
              key={mail.mailNo}
              mail={mail}
              onDecide={(kind) => decide(mail.mailNo, kind)}
            />
          ))}
        </ul>
      )}
      {older === undefined ? null : (
        <button type="button" class="btn btn--quiet" onClick={older}>
          {outbox.older}
        </button>
      )}
    </section>
  );
}
