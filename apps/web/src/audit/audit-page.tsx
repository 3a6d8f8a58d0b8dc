/** The page at "/audit": who did what, when and from where, and whether the log is whole. */

import { formatCount } from "@mega/locale";
import { ListTable } from "../shell/list-table.tsx";
import { ownFileName } from "../shell/own-file-name.ts";
import { allWords } from "../state/all-words.ts";
import { language } from "../state/session.ts";
import "../styles/accounts.css";
import "../styles/audit.css";
import { AuditRow } from "./audit-row.tsx";
import { auditCsv, auditJson, saveFile } from "./files.ts";
import { type LogState, useLog } from "./use-log.ts";

/** The page. */
export function AuditPage() {
  const log = useLog();
  const { audit, shell } = allWords.value;
  const entries = log.entries ?? [];
  return (
    <main id="main" class="main" tabIndex={-1}>
      <div class="head">
        <div>
          <h1>{audit.title}</h1>
          <p>{audit.lead}</p>
          <Chain chain={log.chain} />
        </div>
        <Files log={log} />
      </div>
      {log.entries === null ? <p class="empty">{log.failure ?? shell.loading}</p> : null}
      {log.entries?.length === 0 ? <p class="empty">{audit.empty}</p> : null}
      {entries.length === 0 ? null : (
        <section class="card" aria-label={audit.title}>
          <ListTable heads={[audit.no, audit.when, audit.who, audit.what, audit.from]}>
            {entries.map((entry) => (
              <AuditRow key={entry.no} entry={entry} />
            ))}
          </ListTable>
          <End log={log} />
        </section>
      )}
    </main>
  );
}

function Chain({ chain }: Pick<LogState, "chain">) {
  const { audit } = allWords.value;
  if (chain === null) return null;
  return chain.holds ? (
    <p>
      <span class="st st--ok">{audit.chainHolds}</span>
    </p>
  ) : (
    <p role="alert">
      <span class="st st--bad wrap">
        {audit.chainBroken(formatCount(chain.firstBad ?? 0, language.value))}
      </span>
    </p>
  );
}

function Files({ log }: { readonly log: LogState }) {
  const { audit } = allWords.value;
  const entries = log.entries ?? [];
  const nameOf = (extension: string) => {
    return ownFileName(["audit", String(entries.length)], extension);
  };
  return (
    <div class="row no-print">
      <span class="small soft">{audit.shown(formatCount(entries.length, language.value))}</span>
      <div class="group">
        <button
          type="button"
          class="btn"
          disabled={entries.length === 0}
          onClick={() => saveFile(nameOf("csv"), "text/csv", auditCsv(entries))}
        >
          {audit.csv}
        </button>
        <button
          type="button"
          class="btn"
          disabled={entries.length === 0}
          onClick={() => saveFile(nameOf("json"), "application/json", auditJson(entries))}
        >
          {audit.json}
        </button>
      </div>
    </div>
  );
}

function End({ log }: { readonly log: LogState }) {
  const { audit, shell } = allWords.value;
  return (
    <div class="log-end">
      {log.failure === null ? null : (
        <p class="banner banner--bad" role="alert">
          {log.failure}
        </p>
      )}
      {log.isWhole ? (
        <p class="soft small">{audit.all}</p>
      ) : (
        <button type="button" class="btn" disabled={log.busy} onClick={log.more}>
          {log.busy ? shell.loading : audit.more}
        </button>
      )}
    </div>
  );
}
