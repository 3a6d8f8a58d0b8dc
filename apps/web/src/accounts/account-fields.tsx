/** What an account is made of: role, name, language, mail address, and a tenant's stays. */

import type { Role } from "@mega/contract";
import { type Language, languageNames, languages } from "@mega/locale";
import { NameField } from "../claim/name-field.tsx";
import { allWords } from "../state/all-words.ts";
import { nowAt } from "../state/readings.ts";
import { timeZone } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { type AccountDraft, isEmail } from "./draft.ts";
import { StayFields } from "./stay-fields.tsx";

interface AccountFieldsProps {
  readonly draft: AccountDraft;
  /** Roles that the person who asks may give. */
  readonly roles: readonly Role[];
  /** The name of an account that stands is not changed. */
  readonly named: boolean;
  readonly onChange: (part: Partial<AccountDraft>) => void;
}

const EMAIL_LENGTH_MAX = 254;

/** The fields. */
export function AccountFields({ draft, roles, named, onChange }: AccountFieldsProps) {
  const { access, accounts } = allWords.value;
  const today = nowAt.value === null ? "" : localDay(nowAt.value, timeZone.value);
  return (
    <>
      <fieldset class="field">
        <legend class="label">{accounts.role}</legend>
        <div class="how">
          {roles.map((role) => (
            <label key={role}>
              <input
                type="radio"
                name="role"
                checked={draft.role === role}
                onChange={() => onChange({ role })}
              />
              <span>{access.roles[role]}</span>
              <output>{accounts.roleMeans[role]}</output>
            </label>
          ))}
        </div>
      </fieldset>
      {named ? null : (
        <NameField
          id="account-name"
          label={accounts.name}
          value={draft.name}
          onTyped={(name) => onChange({ name })}
        />
      )}
      <LanguageAndMail draft={draft} onChange={onChange} />
      {draft.role === "tenant" ? (
        <StayFields stays={draft.stays} today={today} onChange={(stays) => onChange({ stays })} />
      ) : null}
    </>
  );
}

interface LanguageAndMailProps {
  readonly draft: Pick<AccountDraft, "language" | "email">;
  readonly onChange: (part: Partial<Pick<AccountDraft, "language" | "email">>) => void;
}

/** The language that a person is written to in, and the address, where there is one. */
export function LanguageAndMail({ draft, onChange }: LanguageAndMailProps) {
  const { accounts } = allWords.value;
  const badEmail = !isEmail(draft.email);
  return (
    <div class="from">
      <div class="field">
        <label for="account-language">{accounts.language}</label>
        <select
          class="select"
          id="account-language"
          value={draft.language}
          onChange={(event) => onChange({ language: event.currentTarget.value as Language })}
        >
          {languages.map((code) => (
            <option key={code} value={code} lang={code}>
              {languageNames[code]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="account-email">{accounts.email}</label>
        <input
          class="input"
          id="account-email"
          type="email"
          autocomplete="off"
          maxLength={EMAIL_LENGTH_MAX}
          aria-invalid={badEmail}
          {...(badEmail ? { "aria-describedby": "account-email-hint" } : {})}
          value={draft.email}
          onInput={(event) => onChange({ email: event.currentTarget.value })}
        />
        {badEmail ? (
          <small id="account-email-hint" class="err">
            {accounts.emailBad}
          </small>
        ) : null}
      </div>
    </div>
  );
}
