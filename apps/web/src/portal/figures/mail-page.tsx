/** The page at "/gateways/:id/mail": the rhythm of reports from the server, and what went out. */

import type { PortalMail } from "@mega/contract";
import { formatDateTime, type Language, languageNames, languages } from "@mega/locale";
import { useCallback, useEffect, useState } from "preact/hooks";
import { ask } from "../../api/request.ts";
import { ChoiceField } from "../../form/choice-field.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { OutboxLine } from "../../mail/outbox-line.tsx";
import { Refusal } from "../../shell/dialog-end.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { inside } from "../../state/address.ts";
import { allWords } from "../../state/all-words.ts";
import { mailOpen } from "../../state/mail.ts";
import { below } from "../../state/place.ts";
import { announce, language, timeZone } from "../../state/session.ts";
import { CommandDialogs } from "../commands/command-dialogs.tsx";
import { confirmed } from "../state/confirmation.ts";
import { commandWords } from "../state/words.ts";
import { useGatewayTable } from "./gateway-place.ts";
import { type ScheduleDraft, scheduleDraft, scheduleOf } from "./report-draft.ts";
import { ReportFields } from "./report-fields.tsx";
import "../../styles/mail.css";
import "../styles/figures.css";

const LOOK_EVERY_MS = 5_000;
const fetchMailOf = () => ask<PortalMail>(below("/mail"));
const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);

/** The page. */
export function GatewayMailPage({ gatewayId }: { readonly gatewayId: number }) {
  // SEND MAIL sends the table, and times are the building's.
  useGatewayTable(gatewayId);
  const { answer, failure, again, take } = useAsked(useCallback(fetchMailOf, [gatewayId]));
  const { mail } = commandWords.value;
  const { counters, shell } = allWords.value;
  useEffect(() => {
    const timer = setInterval(again, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [answer]);
  return (
    <main id="main" class="main" tabIndex={-1}>
      <p class="crumb">
        <a href={inside(below("/counters"))} data-inside>
          {counters.title}
        </a>{" "}
        / {mail.title}
      </p>
      <div class="head">
        <div>
          <h1>{mail.title}</h1>
          <p>{mail.lead}</p>
        </div>
        <div class="row">
          <button
            type="button"
            class="btn btn--main"
            onClick={() => {
              mailOpen.value = true;
            }}
          >
            {allWords.value.doors.mail}
          </button>
        </div>
      </div>
      {answer === null ? <p class="empty">{failure ?? shell.loading}</p> : null}
      {answer === null ? null : (
        <div class="stack">
          <Rhythm told={answer} onSet={take} />
          <Sent told={answer} />
        </div>
      )}
      <CommandDialogs />
    </main>
  );
}

interface RhythmProps {
  readonly told: PortalMail;
  readonly onSet: (told: PortalMail) => void;
}

function Rhythm({ told, onSet }: RhythmProps) {
  const { mail } = commandWords.value;
  return (
    <section class="card" aria-labelledby="rhythm-title">
      <div class="card-head">
        <h2 id="rhythm-title">{mail.rhythm}</h2>
        <p class="small soft">
          {told.nextReportAt === null ? mail.none : mail.next(written(told.nextReportAt))}
        </p>
      </div>
      {told.trouble === null ? null : (
        <p class="banner banner--warn" role="status">
          {mail.troubles[told.trouble.why]} {mail.troubleAt(written(told.trouble.at))}
        </p>
      )}
      {told.settings === null ? (
        <p role="status">{mail.unset}</p>
      ) : (
        <RhythmForm told={told} settings={told.settings} onSet={onSet} />
      )}
    </section>
  );
}

function RhythmForm({
  told,
  settings,
  onSet,
}: RhythmProps & { readonly settings: NonNullable<PortalMail["settings"]> }) {
  const [draft, setDraft] = useState(() => scheduleDraft(told.schedule, settings));
  const { busy, refused, run, forget } = useDeed();
  const schedule = scheduleOf(draft);
  const isSet = JSON.stringify(schedule) === JSON.stringify(told.schedule);
  const change = (part: Partial<ScheduleDraft>) => {
    forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  const { mail } = commandWords.value;
  return (
    <form
      class="report-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (schedule === undefined) return;
        run(async () => {
          const body = { schedule };
          const path = below("/mail/schedule");
          onSet(await confirmed(() => ask<PortalMail>(path, { method: "PUT", body })));
          announce(mail.saved);
        });
      }}
    >
      <ReportFields draft={draft} rhythms={["off", "day", "week", "month"]} onChange={change} />
      {draft.rhythm === "off" ? null : <LanguageFields draft={draft} onChange={change} />}
      <Refusal refused={refused} />
      <div class="row">
        <button
          type="submit"
          class="btn btn--main"
          disabled={busy || isSet || schedule === undefined}
        >
          {busy ? mail.saving : mail.save}
        </button>
      </div>
    </form>
  );
}

function LanguageFields(props: {
  readonly draft: ScheduleDraft;
  readonly onChange: (part: Partial<ScheduleDraft>) => void;
}) {
  const { settings, dialog } = allWords.value.mail;
  const { draft, onChange } = props;
  return (
    <div class="fs">
      <ChoiceField
        id="report-language"
        label={dialog.language}
        value={draft.language}
        options={languages.map((code) => [code, languageNames[code]])}
        onChoose={(chosen) => onChange({ language: chosen as Language })}
      />
      {draft.formats.includes("csv") ? (
        <ChoiceField
          id="report-dialect"
          label={settings.csvDialect}
          value={draft.csvDialect}
          options={Object.entries(settings.csvDialects)}
          onChoose={(chosen) =>
            onChange({ csvDialect: chosen === "rfc4180" ? "rfc4180" : "excel-be" })
          }
        />
      ) : null}
    </div>
  );
}

function Sent({ told }: { readonly told: PortalMail }) {
  const { outbox } = allWords.value.mail;
  const { mail } = commandWords.value;
  return (
    <section class="card outbox" aria-labelledby="sent-title">
      <div class="card-head">
        <h2 id="sent-title">{mail.sent}</h2>
        <p class="small soft">{outbox.today(String(told.today.sent), String(told.today.max))}</p>
      </div>
      {told.outbox.length === 0 ? <p class="soft">{outbox.empty}</p> : null}
      <ul>
        {told.outbox.map((one) => (
          <OutboxLine key={one.mailNo} mail={one} />
        ))}
      </ul>
    </section>
  );
}
