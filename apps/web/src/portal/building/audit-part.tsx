/** The log of a building, page by page, and what is loaded of it as a file. */

import type { PortalAuditPage, PortalBuilding } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { auditJson, saveFile } from "../../audit/files.ts";
import { fileName } from "../../shell/file-name.ts";
import { ListTable } from "../../shell/list-table.tsx";
import { failureText, language, words } from "../../state/session.ts";
import { ownZone } from "../parts/time-text.ts";
import { buildingWords } from "../state/words.ts";
import { AuditChanges } from "./audit-changes.tsx";
import { auditCsv } from "./audit-files.ts";
import { fetchAudit } from "./building-client.ts";

type Entry = PortalAuditPage["entries"][number];

/** Entries of one answer; the same as the contract's. */
const PAGE_LENGTH = 200;

/** What is loaded. */
interface Loaded {
  readonly entries: readonly Entry[] | null;
  readonly isWhole: boolean;
  readonly busy: boolean;
  readonly failure: string | null;
}

const nothing: Loaded = { entries: null, isWhole: false, busy: false, failure: null };

function useAudit(buildingId: number): Loaded & { readonly more: () => void } {
  const [state, setState] = useState<Loaded>(nothing);
  const load = async (before: readonly Entry[]) => {
    setState((now) => ({ ...now, busy: true, failure: null }));
    try {
      const { entries } = await fetchAudit(buildingId, before.at(-1)?.no);
      const isWhole = entries.length < PAGE_LENGTH;
      setState({ entries: [...before, ...entries], isWhole, busy: false, failure: null });
    } catch (error) {
      setState((now) => ({ ...now, busy: false, failure: failureText(error).text }));
    }
  };
  useEffect(() => void load([]), [buildingId]);
  return {
    ...state,
    more: () => {
      if (!state.busy) void load(state.entries ?? []);
    },
  };
}

/** The part. */
export function AuditPart({ building }: { readonly building: PortalBuilding }) {
  const { entries, isWhole, busy, failure, more } = useAudit(building.buildingId);
  const { log } = buildingWords.value;
  if (entries === null) return <p class="empty">{failure ?? words.value.shell.loading}</p>;
  const zone = building.glance?.timeZone ?? ownZone;
  return (
    <div class="stack">
      <p class="part-head">
        <span class="soft">{log.lead}</span>
        <span class="row">
          <FileButton building={building} entries={entries} kind="csv" />
          <FileButton building={building} entries={entries} kind="json" />
        </span>
      </p>
      {entries.length === 0 ? <p class="empty">{log.empty}</p> : null}
      {entries.length === 0 ? null : <Entries entries={entries} zone={zone} />}
      {failure === null ? null : (
        <p class="banner banner--bad" role="alert">
          {failure}
        </p>
      )}
      <p class="row">
        <span class="soft">
          {isWhole ? log.whole : log.shown(formatCount(entries.length, language.value))}
        </span>
        {isWhole ? null : (
          <button type="button" class="btn" disabled={busy} onClick={more}>
            {log.more}
          </button>
        )}
      </p>
    </div>
  );
}

function FileButton(props: {
  readonly building: PortalBuilding;
  readonly entries: readonly Entry[];
  readonly kind: "csv" | "json";
}) {
  const { building, entries, kind } = props;
  const { log } = buildingWords.value;
  const zone = building.glance?.timeZone ?? ownZone;
  const save = () => {
    const made = { instant: new Date().toISOString(), timeZone: zone };
    const name = fileName([building.name, log.file], made, kind);
    if (kind === "csv") saveFile(name, "text/csv;charset=utf-8", auditCsv(entries));
    else saveFile(name, "application/json", auditJson(entries));
  };
  return (
    <button type="button" class="btn" disabled={entries.length === 0} onClick={save}>
      {log[kind]}
    </button>
  );
}

function Entries(props: { readonly entries: readonly Entry[]; readonly zone: string }) {
  const { log, audit } = buildingWords.value;
  const heads = [log.when, log.who, log.what, log.about];
  return (
    <section class="card" aria-label={audit}>
      <ListTable heads={heads}>
        {props.entries.map((entry) => (
          <EntryRow key={entry.no} entry={entry} zone={props.zone} />
        ))}
      </ListTable>
    </section>
  );
}

function EntryRow({ entry, zone }: { readonly entry: Entry; readonly zone: string }) {
  const { log } = buildingWords.value;
  const { at, actor, action, person, gateway } = entry;
  const about = [person, gateway].filter((one) => one !== null).join(" · ");
  return (
    <tr>
      <th scope="row" class="nb">
        {formatDateTime(at, zone, language.value)}
      </th>
      <td data-head={log.who} class="breaks">
        {actorText(actor)}
      </td>
      <td data-head={log.what}>
        <div>
          {actionText(action)}
          <AuditChanges entry={entry} zone={zone} />
        </div>
      </td>
      <td data-head={log.about} class="breaks">
        {about}
      </td>
    </tr>
  );
}

/** An address as it is; "keeper", "job", "gateway 7" and "account 7" in words. */
function actorText(actor: string): string {
  const [kind = "", id] = actor.split(" ");
  const texts: Readonly<Record<string, string>> = buildingWords.value.log.actors;
  const text = texts[kind];
  if (text === undefined) return actor;
  if (id === undefined) return text;
  // Of a person whom one may not see, as the operator, the number tells one from another.
  return kind === "account" ? `${text} (${id})` : `${text} ${id}`;
}

/** The words of an action; one that the page does not know is shown as it is. */
function actionText(action: string): string {
  const texts: Readonly<Record<string, string>> = buildingWords.value.log.actions;
  return texts[action] ?? action;
}
