/** The configuration at the server, the restore token, and the place of another box. */

import type { RestoreInfo } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { useState } from "preact/hooks";
import { allWords } from "../../state/all-words.ts";
import { account as own } from "../../state/login.ts";
import { language, timeZone } from "../../state/session.ts";
import { TakeoverDialog } from "./takeover-dialog.tsx";
import { TakeoverProgress } from "./takeover-progress.tsx";
import { TokenDialog } from "./token-dialog.tsx";
import { useRestore } from "./use-restore.ts";
import "../../styles/code-card.css";
import "../../styles/restore.css";

/** The section. */
export function RestoreSection() {
  const { restore } = allWords.value;
  const { info, take } = useRestore();
  const isOwner = own.value?.role === "owner";
  const [open, setOpen] = useState<"token" | "takeover" | null>(null);
  if (info === null) return null;
  return (
    <section class="stack restore" aria-labelledby="restore-title">
      <div>
        <h3 id="restore-title">{restore.title}</h3>
        <BackupFacts backup={info.backup} />
      </div>
      {info.takeover === null ? null : <TakeoverProgress takeover={info.takeover} take={take} />}
      <div class="row">
        <button type="button" class="btn" disabled={!isOwner} onClick={() => setOpen("token")}>
          {restore.makeToken}
        </button>
        {info.mayRestore ? (
          <button type="button" class="btn" onClick={() => setOpen("takeover")}>
            {restore.take}
          </button>
        ) : null}
      </div>
      {isOwner ? null : <p class="small soft">{restore.ownerMakesToken}</p>}
      {open === "token" ? <TokenDialog onClose={() => setOpen(null)} /> : null}
      {open === "takeover" ? <TakeoverDialog take={take} onClose={() => setOpen(null)} /> : null}
    </section>
  );
}

function BackupFacts({ backup }: Pick<RestoreInfo, "backup">) {
  const { restore } = allWords.value;
  const { state, version, keptAt, detail, tokenMadeAt } = backup;
  const at = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
  const shapes = { off: "off", waiting: "warn", kept: "ok", failed: "bad" } as const;
  const facts = [
    ...(version === null || keptAt === null
      ? []
      : [restore.version(formatCount(version, language.value), at(keptAt))]),
    ...(tokenMadeAt === null ? [] : [restore.tokenMade(at(tokenMadeAt))]),
  ];
  return (
    <>
      <p>
        <span class={`st st--${shapes[state]}`}>{restore.backups[state]}</span>
      </p>
      {facts.length === 0 ? null : <p class="small soft">{facts.join(" · ")}</p>}
      {tokenMadeAt === null ? <p class="small">{restore.noToken}</p> : null}
      {detail === null ? null : (
        <p class="small">
          <code>{detail}</code>
        </p>
      )}
    </>
  );
}
