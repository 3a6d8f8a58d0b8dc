/** Changes of accounts: invite somebody, block, unblock, take a lost second factor away. */

import type { PortalAccount } from "@mega/contract";
import { useState } from "preact/hooks";
import { SwitchField } from "../../form/choice-field.tsx";
import { language } from "../../state/session.ts";
import { DeedDialog } from "../parts/deed-dialog.tsx";
import { isPerson, type PersonDraft, PersonFields, sentPerson } from "../parts/person-fields.tsx";
import { fleetWords } from "../state/words.ts";
import { addAccount, disableAccount, removeFactor } from "./operator-client.ts";

/** What somebody is about to do. */
export type AccountDeed =
  | { readonly kind: "add" }
  | { readonly kind: "disable" | "enable" | "factor"; readonly account: PortalAccount };

interface AccountDialogProps {
  readonly deed: AccountDeed;
  readonly onShut: () => void;
  readonly onChanged: () => void;
}

/** The dialog of a deed. */
export function AccountDialog({ deed, onShut, onChanged }: AccountDialogProps) {
  if (deed.kind === "add") return <AddDialog onShut={onShut} onChanged={onChanged} />;
  return <ChangeDialog {...deed} onShut={onShut} onChanged={onChanged} />;
}

function AddDialog({ onShut, onChanged }: Omit<AccountDialogProps, "deed">) {
  const [draft, setDraft] = useState<PersonDraft>({
    email: "",
    name: "",
    language: language.value,
  });
  const [isOperator, setOperator] = useState(false);
  const { operator } = fleetWords.value;
  return (
    <DeedDialog
      id="account"
      title={operator.addAccountTitle}
      lead={operator.addAccountLead}
      deed={operator.invite}
      done={operator.invited}
      ready={isPerson(draft)}
      send={async () => {
        await addAccount({ ...sentPerson(draft), operator: isOperator });
        onChanged();
      }}
      onShut={onShut}
      fields={["/email"]}
    >
      {(refusedAt) => (
        <>
          <PersonFields
            id="account"
            words={operator}
            draft={draft}
            onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
            emailRefused={refusedAt("/email")}
          />
          <SwitchField label={operator.asOperator} checked={isOperator} onCheck={setOperator} />
        </>
      )}
    </DeedDialog>
  );
}

function ChangeDialog(
  props: Omit<AccountDialogProps, "deed"> & Exclude<AccountDeed, { readonly kind: "add" }>,
) {
  const { kind, account, onShut, onChanged } = props;
  const { operator } = fleetWords.value;
  const { accountId, name } = account;
  const deeds = {
    disable: {
      title: operator.disableTitle(name),
      lead: operator.disableLead,
      deed: operator.disable,
      act: () => disableAccount(accountId, true),
    },
    enable: {
      title: operator.enableTitle(name),
      lead: operator.enableLead,
      deed: operator.enable,
      act: () => disableAccount(accountId, false),
    },
    factor: {
      title: operator.factorTitle(name),
      lead: operator.factorLead,
      deed: operator.removeFactor,
      act: () => removeFactor(accountId),
    },
  };
  const { act, ...texts } = deeds[kind];
  return (
    <DeedDialog
      id="change-account"
      {...texts}
      done={operator.done}
      isBad={kind !== "enable"}
      ready
      send={async () => {
        await act();
        onChanged();
      }}
      onShut={onShut}
    />
  );
}
