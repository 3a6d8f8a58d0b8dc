/** One entry: when, who, what with its changes, and from where. */

import type { AuditItem } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { type Change, changesOf } from "./changes.ts";

/** Changes that are drawn; the files hold all of them. */
const SHOWN_MAX = 40;

/** The row. */
export function AuditRow({ entry }: { readonly entry: AuditItem }) {
  const { audit } = allWords.value;
  const changes = changesOf(entry.details);
  return (
    <tr>
      <th scope="row" data-head={audit.no}>
        {formatCount(entry.no, language.value)}
      </th>
      <td data-head={audit.when} class="nb">
        {formatDateTime(entry.at, timeZone.value, language.value)}
      </td>
      <td data-head={audit.who}>{actorText(entry.actor)}</td>
      <td data-head={audit.what}>
        <div>
          {actionText(entry.action)}
          {entry.object === "" ? null : <span class="soft"> · {objectText(entry.object)}</span>}
          {changes.length === 0 ? null : <Changes changes={changes} />}
        </div>
      </td>
      <td data-head={audit.from}>{entry.fromIp ?? audit.machine}</td>
    </tr>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { audit } = allWords.value;
  const left = changes.length - SHOWN_MAX;
  return (
    <details class="changes">
      <summary>{audit.changes(formatCount(changes.length, language.value))}</summary>
      <dl>
        {changes.slice(0, SHOWN_MAX).map(({ path, before, after }) => (
          <div key={path}>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>
              {before === null ? null : (
                <>
                  <del>
                    <span class="vh">{audit.before} </span>
                    {before}
                  </del>{" "}
                </>
              )}
              {after === null ? (
                <span class="muted">{audit.none}</span>
              ) : (
                <ins>
                  <span class="vh">{audit.after} </span>
                  {after}
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {left > 0 ? (
        <p class="soft">{audit.furtherChanges(formatCount(left, language.value))}</p>
      ) : null}
    </details>
  );
}

function actorText(actor: string): string {
  const { audit } = allWords.value;
  const texts: Readonly<Record<string, string>> = {
    machine: audit.machine,
    gateway: audit.gateway,
    anonymous: audit.anonymous,
  };
  return texts[actor] ?? actor;
}

/** The words of an action; one that the page does not know is shown as it is. */
function actionText(action: string): string {
  const texts: Readonly<Record<string, string>> = allWords.value.audit.actions;
  return texts[action] ?? action;
}

/** "account:anna" → "anna", "channel:3" → "CH3". */
function objectText(object: string): string {
  const channel = /^channel:(\d{1,3})$/.exec(object)?.[1];
  if (channel !== undefined) return `CH${channel}`;
  return object.replace(/^(account|token):/, "").replace(":", " ");
}
