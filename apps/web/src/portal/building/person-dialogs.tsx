/** Changes of who may what in a building: invite, make something else, take away. */

import type { BuildingRole, RightList } from "@mega/contract";
import { useState } from "preact/hooks";
import { ChoiceField } from "../../form/choice-field.tsx";
import { language } from "../../state/session.ts";
import { DeedDialog } from "../parts/deed-dialog.tsx";
import { isPerson, type PersonDraft, PersonFields, sentPerson } from "../parts/person-fields.tsx";
import { buildingWords } from "../state/words.ts";
import { endRight, giveRight } from "./building-client.ts";

type Right = RightList["rights"][number];

/** What somebody is about to do. */
export type PersonDeed =
  | { readonly kind: "add" }
  | { readonly kind: "change" | "end"; readonly right: Right };

interface PersonDialogProps {
  readonly deed: PersonDeed;
  readonly buildingId: number;
  readonly onShut: () => void;
  readonly onChanged: (list: RightList) => void;
}

interface OfRightProps extends Omit<PersonDialogProps, "deed"> {
  readonly right: Right;
}

/** The dialog of a deed. */
export function PersonDialog({ deed, ...rest }: PersonDialogProps) {
  switch (deed.kind) {
    case "add":
      return <AddDialog {...rest} />;
    case "change":
      return <ChangeDialog {...rest} right={deed.right} />;
    case "end":
      return <EndDialog {...rest} right={deed.right} />;
  }
}

function AddDialog({ buildingId, onShut, onChanged }: Omit<PersonDialogProps, "deed">) {
  const [draft, setDraft] = useState<PersonDraft>({
    email: "",
    name: "",
    language: language.value,
  });
  const [role, setRole] = useState<BuildingRole>("manager");
  const { person: texts, role: roles } = buildingWords.value;
  return (
    <DeedDialog
      id="person"
      title={texts.addTitle}
      lead={texts.addLead}
      deed={texts.addDeed}
      done={texts.added}
      ready={isPerson(draft)}
      send={async () => onChanged(await giveRight(buildingId, { ...sentPerson(draft), role }))}
      onShut={onShut}
      fields={["/email"]}
    >
      {(refusedAt) => (
        <>
          <PersonFields
            id="person"
            words={texts}
            draft={draft}
            onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
            emailRefused={refusedAt("/email")}
          />
          <ChoiceField
            id="person-role"
            label={texts.role}
            value={role}
            options={[
              ["manager", roles.manager],
              ["installer", roles.installer],
            ]}
            onChoose={(chosen) => setRole(chosen === "installer" ? "installer" : "manager")}
          />
        </>
      )}
    </DeedDialog>
  );
}

/** A right that is given once more is another one; the account keeps its name and language. */
function ChangeDialog({ right, buildingId, onShut, onChanged }: OfRightProps) {
  const { person: texts } = buildingWords.value;
  const role: BuildingRole = right.role === "manager" ? "installer" : "manager";
  const { email, name } = right;
  return (
    <DeedDialog
      id="change-right"
      title={texts.changeTitle(name)}
      lead={texts.lead}
      deed={role === "manager" ? texts.toManager : texts.toInstaller}
      done={texts.added}
      ready
      send={async () =>
        onChanged(await giveRight(buildingId, { email, name, language: language.value, role }))
      }
      onShut={onShut}
    />
  );
}

function EndDialog({ right, buildingId, onShut, onChanged }: OfRightProps) {
  const { person: texts } = buildingWords.value;
  return (
    <DeedDialog
      id="end-right"
      title={texts.endTitle(right.name)}
      lead={texts.endLead}
      deed={texts.endDeed}
      done={texts.ended}
      isBad
      ready
      send={async () => onChanged(await endRight(buildingId, right.accountId))}
      onShut={onShut}
    />
  );
}
