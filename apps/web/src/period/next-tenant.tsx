/** Who comes after the new period began: nobody yet, a tenant with an account, or somebody invited. */

import type { Account } from "@mega/contract";
import { LanguageAndMail } from "../accounts/account-fields.tsx";
import { NameField } from "../claim/name-field.tsx";
import { allWords } from "../state/all-words.ts";
import type { NextDraft } from "./next-draft.ts";

interface NextTenantProps {
  readonly draft: NextDraft;
  readonly tenants: readonly Account[];
  readonly onChange: (part: Partial<NextDraft>) => void;
}

/** The choice, and the fields of an invitation. */
export function NextTenant({ draft, tenants, onChange }: NextTenantProps) {
  const { period, accounts } = allWords.value;
  const { who } = draft;
  return (
    <>
      <div class="field">
        <label for="period-next">{period.next}</label>
        <select
          class="select"
          id="period-next"
          value={typeof who === "string" ? who : who.accountId}
          onChange={(event) => {
            const { value } = event.currentTarget;
            onChange({ who: value === "none" || value === "new" ? value : { accountId: value } });
          }}
        >
          <option value="none">{period.nextNone}</option>
          {tenants.map(({ accountId, name }) => (
            <option key={accountId} value={accountId}>
              {name}
            </option>
          ))}
          <option value="new">{period.nextNew}</option>
        </select>
        {who === "none" ? null : <small>{period.nextLead}</small>}
      </div>
      {who === "new" ? (
        <>
          <NameField
            id="account-name"
            label={accounts.name}
            value={draft.name}
            onTyped={(name) => onChange({ name })}
          />
          <LanguageAndMail draft={draft} onChange={onChange} />
        </>
      ) : null}
    </>
  );
}
