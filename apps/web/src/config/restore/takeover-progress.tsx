/** A restore that is under way: its code, how far it is, and what a person can do. */

import type { RestoreInfo } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { useDeed } from "../../login/use-deed.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { announce, language, timeZone } from "../../state/session.ts";
import { byteText } from "./byte-text.ts";
import { giveUpRestore, retryRestore } from "./restore-client.ts";

type Takeover = NonNullable<RestoreInfo["takeover"]>;

interface TakeoverProgressProps {
  readonly takeover: Takeover;
  readonly take: (info: RestoreInfo) => void;
}

/** The panel. */
export function TakeoverProgress({ takeover, take }: TakeoverProgressProps) {
  const { restore } = allWords.value;
  const { step, oldMac, server, building, fault, trouble, code, expiresAt } = takeover;
  const shape = step === "failed" ? "bad" : step === "ready" ? "ok" : "warn";
  return (
    <div class="takeover">
      <p role="status">
        <span class={`st st--${shape}`}>{restore.steps[step]}</span>
      </p>
      <p class="small soft">
        {oldMac} · {server}
        {building === null ? "" : ` · ${restore.into(building)}`}
      </p>
      {code === null || expiresAt === null ? null : <Code code={code} expiresAt={expiresAt} />}
      {takeover.part === null ? null : <Part takeover={takeover} part={takeover.part} />}
      {step === "ready" ? <p>{restore.restarting}</p> : null}
      {fault === null ? null : (
        <div role="alert">
          <p>{restore.faults[fault.code]}</p>
          <p class="small">
            <code>{fault.detail}</code>
          </p>
        </div>
      )}
      {trouble === null ? null : (
        <p class="small">
          {restore.trouble} <code>{trouble}</code>
        </p>
      )}
      <Buttons takeover={takeover} take={take} />
    </div>
  );
}

function Code({ code, expiresAt }: { readonly code: string; readonly expiresAt: string }) {
  const { restore } = allWords.value;
  const until = formatDateTime(expiresAt, timeZone.value, language.value);
  return (
    <div class="takeover-said">
      <h4>{restore.codeTitle}</h4>
      <p class="small">{restore.codeLead}</p>
      {/* Spelled out, so that a screen reader does not make words of it. */}
      <p class="takeover-code" role="img" aria-label={[...code.replace("-", "")].join(" ")}>
        {code.split("-").map((group, at) => (
          <span key={at}>{group}</span>
        ))}
      </p>
      <p class="small soft">{restore.codeUntil(until)}</p>
    </div>
  );
}

function Part(props: {
  readonly takeover: Takeover;
  readonly part: NonNullable<Takeover["part"]>;
}) {
  const { restore } = allWords.value;
  const { bytes, entries, entriesTotal } = props.takeover;
  const count = (value: number) => formatCount(value, language.value);
  const label = restore.parts[props.part];
  const isCounted = props.part === "entries" && entriesTotal !== null;
  return (
    <div class="takeover-part">
      <label for="takeover-progress">{label}</label>
      <progress
        id="takeover-progress"
        {...(isCounted ? { value: entries, max: Math.max(entriesTotal, 1) } : {})}
      />
      {isCounted ? (
        <span class="small soft num">
          {restore.progress(count(entries), count(entriesTotal), byteText(bytes, language.value))}
        </span>
      ) : null}
    </div>
  );
}

function Buttons({ takeover, take }: TakeoverProgressProps) {
  const { restore } = allWords.value;
  const deed = useDeed();
  if (takeover.step === "ready") return null;
  const mayRetry = takeover.step === "failed" && takeover.building !== null;
  return (
    <>
      <div class="row">
        {mayRetry ? (
          <button
            type="button"
            class="btn btn--main"
            disabled={deed.busy}
            onClick={() => deed.run(async () => take(await retryRestore()))}
          >
            {restore.retry}
          </button>
        ) : null}
        <button
          type="button"
          class="btn btn--quiet"
          disabled={deed.busy}
          onClick={() =>
            deed.run(async () => {
              take(await confirmed(giveUpRestore));
              announce(restore.givenUp);
            })
          }
        >
          {restore.giveUp}
        </button>
      </div>
      {deed.refused === null ? null : (
        <p class="err small" role="alert">
          {deed.refused}
        </p>
      )}
    </>
  );
}
