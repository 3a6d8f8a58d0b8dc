/** The fields of a report: how often and when, to whom, with which files. */

import { ChoiceField } from "../../form/choice-field.tsx";
import { TextField } from "../../form/text-field.tsx";
import { type reportRhythms, weekdays } from "../../mail/mail-choices.ts";
import { FormatFields } from "../../mail/send-fields.tsx";
import { allWords } from "../../state/all-words.ts";
import { commandWords } from "../state/words.ts";
import { type ReportDraft, reportFaults } from "./report-draft.ts";

interface ReportFieldsProps {
  readonly draft: ReportDraft;
  /** Which rhythms there are to choose. */
  readonly rhythms: readonly (typeof reportRhythms)[number][];
  readonly onChange: (part: Partial<ReportDraft>) => void;
}

/** The fields; without a rhythm nothing else is asked for. */
export function ReportFields({ draft, rhythms, onChange }: ReportFieldsProps) {
  const { settings, dialog } = allWords.value.mail;
  const faults = reportFaults(draft);
  const said = (fault: "badAddress" | "tooMany" | null) =>
    fault === null ? undefined : dialog[fault];
  const isOff = draft.rhythm === "off";
  return (
    <>
      <div class="fs">
        <ChoiceField
          id="report-rhythm"
          label={settings.report}
          value={draft.rhythm}
          options={rhythms.map((one) => [one, settings.rhythms[one]])}
          onChoose={(rhythm) => onChange({ rhythm })}
        />
        <WhenFields draft={draft} onChange={onChange} />
      </div>
      {isOff ? null : (
        <>
          <div class="fs">
            <TextField
              id="report-to"
              label={dialog.to}
              shown={draft.to}
              lengthMax={254}
              message={said(faults.to)}
              onTyped={(to) => onChange({ to })}
            />
            <TextField
              id="report-cc"
              label={dialog.cc}
              shown={draft.cc}
              hint={dialog.ccHint}
              message={said(faults.cc)}
              onTyped={(cc) => onChange({ cc })}
            />
          </div>
          <FormatFields
            label={dialog.formats}
            formats={draft.formats}
            onChange={(formats) => onChange({ formats: [...formats] })}
          />
        </>
      )}
    </>
  );
}

function WhenFields({ draft, onChange }: Omit<ReportFieldsProps, "rhythms">) {
  const { settings } = allWords.value.mail;
  const { mail } = commandWords.value;
  const faults = reportFaults(draft);
  const { rhythm } = draft;
  return (
    <>
      {rhythm === "week" ? (
        <ChoiceField
          id="report-weekday"
          label={settings.weekday}
          value={draft.weekday}
          options={weekdays.map((day) => [day, settings.weekdays[day]])}
          onChoose={(chosen) => {
            const weekday = weekdays.find((day) => day === chosen);
            if (weekday !== undefined) onChange({ weekday });
          }}
        />
      ) : null}
      {rhythm === "month" ? (
        <TextField
          id="report-day"
          label={settings.dayOfMonth}
          shown={draft.dayOfMonth}
          inputMode="numeric"
          lengthMax={2}
          message={faults.dayOfMonth ? mail.badDay : undefined}
          onTyped={(dayOfMonth) => onChange({ dayOfMonth })}
        />
      ) : null}
      {rhythm === "day" || rhythm === "week" || rhythm === "month" ? (
        <TextField
          id="report-at"
          label={settings.at}
          shown={draft.at}
          lengthMax={5}
          message={faults.at ? mail.badTime : undefined}
          onTyped={(at) => onChange({ at })}
        />
      ) : null}
    </>
  );
}
