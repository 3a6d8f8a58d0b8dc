/** What an entry of the log changed: what was there struck out, what is there beside it. */

import type { PortalAuditPage } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { changesOf } from "../../audit/changes.ts";
import { language } from "../../state/session.ts";
import { buildingWords } from "../state/words.ts";

type Entry = PortalAuditPage["entries"][number];

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

interface AuditChangesProps {
  readonly entry: Entry;
  readonly zone: string;
}

/** The changes, shut until somebody wants to see them. */
export function AuditChanges({ entry, zone }: AuditChangesProps) {
  const { log } = buildingWords.value;
  const changes = changesOf({ before: entry.before ?? {}, after: entry.after ?? {} });
  if (changes.length === 0) return null;
  const shown = (text: string) =>
    INSTANT.test(text) ? formatDateTime(text, zone, language.value) : valueText(text);
  return (
    <details class="changes">
      <summary>{log.details(formatCount(changes.length, language.value))}</summary>
      <dl>
        {changes.map(({ path, before, after }) => (
          <div key={path}>
            <dt>{fieldText(path)}</dt>
            <dd>
              {before === null ? null : (
                <>
                  <del>{shown(before)}</del>{" "}
                </>
              )}
              {after === null ? <span class="muted">{log.none}</span> : <ins>{shown(after)}</ins>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** The name of a field in words; one that the page does not know is shown as it is. */
function fieldText(path: string): string {
  const [field = "", ...rest] = path.split("/");
  const texts: Readonly<Record<string, string>> = buildingWords.value.log.fields;
  return [texts[field] ?? field, ...rest].join(" ");
}

/** Roles in words, an end that is open as it is called elsewhere. */
function valueText(text: string): string {
  const { role, stay } = buildingWords.value;
  if (text === "manager" || text === "installer") return role[text];
  return text === "null" ? stay.open : text;
}
