/** Who may what in a building. */

import type { RightList } from "@mega/contract";
import { useCallback, useState } from "preact/hooks";
import { DeedMenu, type MenuDeed } from "../../shell/deed-menu.tsx";
import { ListTable } from "../../shell/list-table.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { words } from "../../state/session.ts";
import { AccountState } from "../parts/account-state.tsx";
import { person as self } from "../state/session.ts";
import { buildingWords } from "../state/words.ts";
import { fetchRights } from "./building-client.ts";
import { type PersonDeed, PersonDialog } from "./person-dialogs.tsx";

type Right = RightList["rights"][number];

/** The part. */
export function PeoplePart({ buildingId }: { readonly buildingId: number }) {
  const question = useCallback(() => fetchRights(buildingId), [buildingId]);
  const { answer, failure, take } = useAsked(question);
  const [open, setOpen] = useState<PersonDeed | null>(null);
  const texts = buildingWords.value.person;
  const rights = answer?.rights ?? null;
  return (
    <div class="stack">
      <p class="part-head">
        <span class="soft">{texts.lead}</span>
        <button type="button" class="btn btn--main" onClick={() => setOpen({ kind: "add" })}>
          {texts.add}
        </button>
      </p>
      {rights === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {rights?.length === 0 ? <p class="empty">{texts.empty}</p> : null}
      {rights === null || rights.length === 0 ? null : (
        <RightTable rights={rights} onDeed={setOpen} />
      )}
      {open === null ? null : (
        <PersonDialog
          deed={open}
          buildingId={buildingId}
          onShut={() => setOpen(null)}
          onChanged={take}
        />
      )}
    </div>
  );
}

function RightTable(props: {
  readonly rights: readonly Right[];
  readonly onDeed: (deed: PersonDeed) => void;
}) {
  const texts = buildingWords.value.person;
  const heads = [texts.name, texts.email, texts.role, texts.state];
  return (
    <section class="card" aria-label={buildingWords.value.people}>
      <ListTable heads={heads} hasDeeds>
        {props.rights.map((right) => (
          <RightRow key={right.accountId} right={right} onDeed={props.onDeed} />
        ))}
      </ListTable>
    </section>
  );
}

function RightRow(props: { readonly right: Right; readonly onDeed: (deed: PersonDeed) => void }) {
  const { right, onDeed } = props;
  const { name, email, role, accountId } = right;
  const { person: texts, role: roles } = buildingWords.value;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-head={texts.email} class="breaks">
        {email}
      </td>
      <td data-head={texts.role}>{roles[role]}</td>
      <td data-head={texts.state}>
        <AccountState person={right} words={texts} />
      </td>
      <td class="act">
        {accountId === self.value?.accountId ? null : <Menu right={right} onDeed={onDeed} />}
      </td>
    </tr>
  );
}

function Menu(props: { readonly right: Right; readonly onDeed: (deed: PersonDeed) => void }) {
  const { right, onDeed } = props;
  const texts = buildingWords.value.person;
  const deeds: readonly MenuDeed[] = [
    {
      text: right.role === "manager" ? texts.toInstaller : texts.toManager,
      act: () => onDeed({ kind: "change", right }),
    },
    { text: texts.end, act: () => onDeed({ kind: "end", right }) },
  ];
  return <DeedMenu name={texts.actions(right.name)} deeds={deeds} />;
}
