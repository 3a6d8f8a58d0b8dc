/**
 * A new tenant on a channel. Nothing is erased: the dialog shows what the period would end, where
 * the opening index comes from, and asks for the channel's number instead of a second click.
 */

import { formatCount } from "@mega/locale";
import { useRef, useState } from "preact/hooks";
import { DialogFoot, Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { periodOf } from "../state/period.ts";
import { nowAt } from "../state/readings.ts";
import { language, timeZone, words } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import { Confirmation } from "./confirmation.tsx";
import { type Draft, effectiveOf, requestOf } from "./draft.ts";
import { Ending } from "./ending.tsx";
import { IndexChoice } from "./index-choice.tsx";
import { StartChoice } from "./start-choice.tsx";
import { usePreview } from "./use-preview.ts";
import { useStart } from "./use-start.ts";
import "../styles/dialog.css";

/** The dialog of a channel; it shuts itself by clearing `periodOf`. */
export function NewPeriodDialog({ channelNo }: { readonly channelNo: number }) {
  const box = useRef<HTMLDialogElement>(null);
  const today = nowAt.value === null ? "" : localDay(nowAt.value, timeZone.value);
  const [draft, setDraft] = useState<Draft>({
    start: "now",
    date: today,
    time: "00:00",
    index: "read",
    typed: {},
    confirm: "",
  });
  const { busy, refused, start, forget } = useStart(channelNo, () => box.current?.close());
  const effective = effectiveOf(draft, timeZone.value);
  const { preview, failure } = usePreview(channelNo, effective);
  useModal(box);
  const change = (part: Partial<Draft>) => {
    forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  const request = requestOf(draft, effective, channelNo, preview, language.value);
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
          <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={change} />
          <Refusal refused={refused} />
        </div>
        <DialogFoot
          box={box}
          ready={request !== null && !busy}
          deed={busy ? period.starting : period.start}
        />
      </form>
    </dialog>
  );
}
