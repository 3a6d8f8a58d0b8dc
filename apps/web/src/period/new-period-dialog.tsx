/**
 * A new tenant on a channel. Nothing is erased: the dialog shows what the period would end, where
 * the opening index comes from, and asks for the channel's number instead of a second click.
 */

import type { NewPeriodRequest, PeriodPreview } from "@mega/contract";
import { formatCount, formatDateTime, formatQuantity, unitSymbol } from "@mega/locale";
import { useEffect, useRef, useState } from "preact/hooks";
import { previewPeriod, startPeriod } from "../api/client.ts";
import { periodOf } from "../state/period.ts";
import { refresh } from "../state/readings.ts";
import { announce, failureText, language, timeZone, words } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { type Draft, effectiveOf, requestOf } from "./draft.ts";
import { IndexChoice } from "./index-choice.tsx";
import { StartChoice } from "./start-choice.tsx";

/** The dialog of a channel; it shuts itself by clearing `periodOf`. */
export function NewPeriodDialog({ channelNo }: { readonly channelNo: number }) {
  const box = useRef<HTMLDialogElement>(null);
  const today = localDay(Date.now(), timeZone.value);
  const [draft, setDraft] = useState<Draft>({
    start: "now",
    date: today,
    time: "00:00",
    index: "read",
    typed: {},
    confirm: "",
  });
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const effective = effectiveOf(draft, timeZone.value);
  const { preview, failure } = usePreview(channelNo, effective);
  useEffect(() => {
    const opener = document.activeElement;
    box.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  const change = (part: Partial<Draft>) => {
    setRefused(null);
    setDraft((before) => ({ ...before, ...part }));
  };
  const request = requestOf(draft, effective, channelNo, preview, language.value);
  const start = async (wanted: NewPeriodRequest) => {
    setBusy(true);
    try {
      const answer = await startPeriod(channelNo, wanted);
      const { period } = words.value;
      const time = formatDateTime(answer.startedAt, timeZone.value, language.value);
      announce(period.done(String(channelNo), time, formatCount(answer.seq, language.value)));
      box.current?.close();
      await refresh();
    } catch (error) {
      setRefused(failureText(error).text);
      setBusy(false);
    }
  };
  const { period, shell } = words.value;
  return (
    <dialog
      ref={box}
      aria-labelledby="period-title"
      aria-describedby="period-effect"
      onClose={() => {
        periodOf.value = null;
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (request !== null && !busy) void start(request);
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="period-title">{period.title(String(channelNo))}</h2>
            <p class="sub">{preview?.name ?? (failure === null ? shell.loading : failure)}</p>
          </div>
          {preview === null ? null : <Ending preview={preview} />}
          <StartChoice draft={draft} effective={effective} onChange={change} />
          <IndexChoice draft={draft} preview={preview} onChange={change} />
          <p class="effect" id="period-effect">
            <b>{period.nothingErased}</b>{" "}
            {period.effect(
              String(channelNo),
              preview === null ? "—" : formatCount(preview.nextSeq, language.value),
            )}
          </p>
          <div class="field confirm">
            <label for="period-confirm">{period.confirm(String(channelNo))}</label>
            <input
              class="input"
              id="period-confirm"
              inputMode="numeric"
              autocomplete="off"
              value={draft.confirm}
              onInput={(event) => change({ confirm: event.currentTarget.value })}
            />
          </div>
          {refused === null ? null : (
            <p class="banner banner--bad" role="alert">
              {refused}
            </p>
          )}
        </div>
        <div class="dialog-foot">
          {/* biome-ignore lint/a11y/noAutofocus: a dialog that ends a period opens on Cancel. */}
          <button type="button" class="btn" autofocus onClick={() => box.current?.close()}>
            {shell.cancel}
          </button>
          <button type="submit" class="btn btn--bad" disabled={request === null || busy}>
            {busy ? period.starting : period.start}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function Ending({ preview }: { readonly preview: PeriodPreview }) {
  const { period } = words.value;
  const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
  const two = preview.counters.length > 1;
  return (
    <dl class="pairs">
      {preview.counters.map(({ counterNo, unit, latest, unbilled }) => {
        const no = two ? String(counterNo) : "";
        return (
          <>
            <dt>{period.latest(no, latest === null ? "—" : written(latest.takenAt))}</dt>
            <dd>
              <b>{formatQuantity(latest?.index ?? null, unitSymbol(unit), language.value)}</b>
            </dd>
            {unbilled === null ? null : (
              <>
                <dt>{period.unbilled(no, written(unbilled.since))}</dt>
                <dd>
                  <b>{formatQuantity(unbilled.consumption, unitSymbol(unit), language.value)}</b>
                </dd>
              </>
            )}
          </>
        );
      })}
    </dl>
  );
}

function usePreview(channelNo: number, effective: ReturnType<typeof effectiveOf>) {
  const [state, setState] = useState<{ preview: PeriodPreview | null; failure: string | null }>({
    preview: null,
    failure: null,
  });
  const at = effective.kind === "at" ? effective.at : undefined;
  const asked = effective.kind !== "none";
  useEffect(() => {
    if (!asked) return;
    let stale = false;
    const timer = setTimeout(() => {
      previewPeriod(channelNo, at).then(
        (preview) => stale || setState({ preview, failure: null }),
        (error) => stale || setState({ preview: null, failure: failureText(error).text }),
      );
    }, 150);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [channelNo, at, asked]);
  return state;
}
