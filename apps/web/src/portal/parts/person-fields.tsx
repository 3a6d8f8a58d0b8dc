/** Who is invited: address, name and the language of the mail. */

import { type Language, languageNames, languages } from "@mega/locale";
import { Field } from "../../form/text-field.tsx";

/** A person as he is typed. */
export interface PersonDraft {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
}

const EMAIL = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,189}$/;
const EMAIL_MAX = 254;
const NAME_MAX = 80;

/** Whether the person may be sent as far as the page can tell. */
export function isPerson({ email, name }: PersonDraft): boolean {
  return EMAIL.test(email.trim()) && name.trim() !== "";
}

/** What is sent. */
export function sentPerson({ email, name, language }: PersonDraft): PersonDraft {
  return { email: email.trim(), name: name.trim(), language };
}

interface PersonFieldsProps {
  readonly id: string;
  readonly words: { readonly email: string; readonly name: string; readonly language: string };
  readonly draft: PersonDraft;
  readonly onChange: (part: Partial<PersonDraft>) => void;
  /** What the server said against the address. */
  readonly emailRefused?: string | undefined;
}

/** The three fields. */
export function PersonFields({ id, words, draft, onChange, emailRefused }: PersonFieldsProps) {
  return (
    <>
      <Field id={`${id}-email`} label={words.email} message={emailRefused}>
        <input
          class="input"
          id={`${id}-email`}
          type="email"
          autocomplete="off"
          autofocus
          required
          maxLength={EMAIL_MAX}
          value={draft.email}
          {...(emailRefused === undefined
            ? {}
            : { "aria-invalid": true as const, "aria-describedby": `${id}-email-message` })}
          onInput={(event) => onChange({ email: event.currentTarget.value })}
        />
      </Field>
      <Field id={`${id}-name`} label={words.name}>
        <input
          class="input"
          id={`${id}-name`}
          autocomplete="off"
          required
          maxLength={NAME_MAX}
          value={draft.name}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </Field>
      <Field id={`${id}-language`} label={words.language}>
        <select
          class="select"
          id={`${id}-language`}
          value={draft.language}
          onChange={(event) => onChange({ language: event.currentTarget.value as Language })}
        >
          {languages.map((code) => (
            <option key={code} value={code} lang={code}>
              {languageNames[code]}
            </option>
          ))}
        </select>
      </Field>
    </>
  );
}
