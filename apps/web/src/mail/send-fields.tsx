/** The fields of SEND MAIL: recipients, language, files. */

import { type Language, languageNames, languages } from "@mega/locale";
import { ChoiceField, SwitchField } from "../form/choice-field.tsx";
import { described, Field } from "../form/text-field.tsx";
import { allWords } from "../state/all-words.ts";
import { formatNames, mailFormats } from "./mail-choices.ts";
import { faultsOf, type SendDraft } from "./send-draft.ts";

interface FieldsProps {
  readonly draft: SendDraft;
  readonly onChange: (part: Partial<SendDraft>) => void;
}

/** The fields. */
export function SendFields({ draft, onChange }: FieldsProps) {
  const { dialog } = allWords.value.mail;
  const faults = faultsOf(draft);
  const message = (fault: "badAddress" | "tooMany" | null) =>
    fault === null ? undefined : dialog[fault];
  return (
    <>
      <div class="fs">
        <AddressField
          id="mail-to"
          label={dialog.to}
          text={draft.to}
          message={message(faults.to)}
          onTyped={(to) => onChange({ to })}
        />
        <AddressField
          id="mail-cc"
          label={dialog.cc}
          text={draft.cc}
          hint={dialog.ccHint}
          message={message(faults.cc)}
          onTyped={(cc) => onChange({ cc })}
        />
      </div>
      <div class="fs">
        <ChoiceField
          id="mail-language"
          label={dialog.language}
          value={draft.language}
          options={languages.map((code) => [code, languageNames[code]])}
          onChoose={(language) => onChange({ language: language as Language })}
        />
        {draft.formats.includes("csv") ? (
          <ChoiceField
            id="mail-dialect"
            label={allWords.value.mail.settings.csvDialect}
            value={draft.csvDialect}
            options={Object.entries(allWords.value.mail.settings.csvDialects)}
            onChoose={(chosen) =>
              onChange({ csvDialect: chosen === "rfc4180" ? "rfc4180" : "excel-be" })
            }
          />
        ) : null}
      </div>
      <FormatFields
        label={dialog.formats}
        formats={draft.formats}
        onChange={(formats) => onChange({ formats })}
      />
    </>
  );
}

/** Kinds of files to tick. */
export function FormatFields(props: {
  readonly label: string;
  readonly formats: SendDraft["formats"];
  readonly onChange: (formats: SendDraft["formats"]) => void;
}) {
  const { label, formats, onChange } = props;
  return (
    <fieldset class="field">
      <legend class="label">{label}</legend>
      <div class="row">
        {mailFormats.map((format) => (
          <SwitchField
            key={format}
            label={formatNames[format]}
            checked={formats.includes(format)}
            onCheck={(on) =>
              onChange(mailFormats.filter((one) => (one === format ? on : formats.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

function AddressField(props: {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly hint?: string;
  readonly message: string | undefined;
  readonly onTyped: (text: string) => void;
}) {
  return (
    <Field {...props}>
      <input
        class="input"
        id={props.id}
        inputMode="email"
        autocomplete="email"
        spellcheck={false}
        value={props.text}
        {...described(props)}
        onInput={(event) => props.onTyped(event.currentTarget.value)}
      />
    </Field>
  );
}
