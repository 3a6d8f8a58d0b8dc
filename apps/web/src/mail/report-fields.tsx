/** When a report goes out, with which files, and when the ticked channels are looked at. */

import type { MailConfig } from "@mega/contract";
import { DraftField, idOf } from "../config/general/draft-field.tsx";
import { dropSlips, edit } from "../config/state/config-state.ts";
import { messageAt } from "../config/state/messages.ts";
import { ChoiceField } from "../form/choice-field.tsx";
import { allWords } from "../state/all-words.ts";
import { mailDefaults, reportRhythms, weekdays } from "./mail-choices.ts";
import { FormatFields } from "./send-fields.tsx";
import { readDayOfMonth, readTimeOfDay, withMail, withReport } from "./settings-draft.ts";

/** The fields. */
export function ReportFields({ mail }: { readonly mail: MailConfig }) {
  const { settings } = allWords.value.mail;
  const { report = {}, errorMail = {} } = mail;
  const formats = report.formats ?? mailDefaults.formats;
  return (
    <>
      <div class="fs">
        <RhythmFields report={report} />
        {formats.some((format) => format === "csv") ? (
          <ChoiceField
            id={idOf("/mail/report/csvDialect")}
            label={settings.csvDialect}
            value={report.csvDialect ?? mailDefaults.csvDialect}
            options={Object.entries(settings.csvDialects)}
            onChoose={(chosen) =>
              edit((before) =>
                withReport(before, { csvDialect: chosen === "rfc4180" ? "rfc4180" : undefined }),
              )
            }
          />
        ) : null}
        <DraftField
          pointer="/mail/errorMail/at"
          class="sp2"
          label={settings.errorsAt}
          value={errorMail.at ?? mailDefaults.errorsAt}
          hint={settings.errorsHint}
          read={readTimeOfDay}
          apply={(before, at) => withMail(before, { errorMail: { at } })}
        />
      </div>
      <FormatFields
        label={settings.formats}
        formats={formats}
        onChange={(chosen) => edit((before) => withReport(before, { formats: [...chosen] }))}
      />
    </>
  );
}

function RhythmFields({ report }: { readonly report: NonNullable<MailConfig["report"]> }) {
  const { settings } = allWords.value.mail;
  const rhythm = report.rhythm ?? mailDefaults.rhythm;
  const timed = rhythm === "day" || rhythm === "week" || rhythm === "month";
  return (
    <>
      <ChoiceField
        id={idOf("/mail/report/rhythm")}
        label={settings.report}
        value={rhythm}
        options={reportRhythms.map((one) => [one, settings.rhythms[one]])}
        message={messageAt("/mail/report/rhythm")}
        onChoose={(chosen) => {
          dropSlips("/mail/report/");
          const next = reportRhythms.find((one) => one === chosen);
          edit((before) => withReport(before, { rhythm: next }));
        }}
      />
      {rhythm === "week" ? (
        <ChoiceField
          id={idOf("/mail/report/weekday")}
          label={settings.weekday}
          value={report.weekday ?? mailDefaults.weekday}
          options={weekdays.map((day) => [day, settings.weekdays[day]])}
          onChoose={(chosen) => {
            const weekday = weekdays.find((day) => day === chosen);
            edit((before) => withReport(before, { weekday }));
          }}
        />
      ) : null}
      {rhythm === "month" ? (
        <DraftField
          pointer="/mail/report/dayOfMonth"
          label={settings.dayOfMonth}
          value={String(report.dayOfMonth ?? mailDefaults.dayOfMonth)}
          inputMode="numeric"
          read={readDayOfMonth}
          apply={(before, dayOfMonth) => withReport(before, { dayOfMonth })}
        />
      ) : null}
      {timed ? (
        <DraftField
          pointer="/mail/report/at"
          label={settings.at}
          value={report.at ?? mailDefaults.at}
          read={readTimeOfDay}
          apply={(before, at) => withReport(before, { at })}
        />
      ) : null}
    </>
  );
}
