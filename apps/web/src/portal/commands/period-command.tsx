/** A new period asked of a gateway: the gateway's own dialog, but it only says what is asked for. */

import { useRef, useState } from "preact/hooks";
import { useDeed } from "../../login/use-deed.ts";
import { Confirmation } from "../../period/confirmation.tsx";
import { type Draft, effectiveOf, requestOf } from "../../period/draft.ts";
import { Ending } from "../../period/ending.tsx";
import { IndexChoice } from "../../period/index-choice.tsx";
import { StartChoice } from "../../period/start-choice.tsx";
import { RecordDialog } from "../../shell/record-dialog.tsx";
import { allWords } from "../../state/all-words.ts";
import { periodOf } from "../../state/period.ts";
import { language, timeZone } from "../../state/session.ts";
import { localDay } from "../../time/zone.ts";
import { commandWords } from "../state/words.ts";
import { giveChange } from "./give.ts";
import { periodPreviewOf, useKnownChannel } from "./known-channel.ts";

const empty: Draft = {
  ...{ start: "now", date: "", time: "00:00", index: "read", typed: {}, confirm: "" },
};

/** The dialog of a channel; it shuts itself by clearing `periodOf`. */
export function PeriodCommand({ channelNo }: { readonly channelNo: number }) {
  const box = useRef<HTMLDialogElement>(null);
  const { detail, failure } = useKnownChannel(channelNo);
  const [typed, setDraft] = useState(empty);
  const state = useDeed();
  const today = detail === null ? "" : localDay(detail.generatedAt, timeZone.value);
  const draft = typed.date === "" ? { ...typed, date: today } : typed;
  const preview = detail === null ? null : periodPreviewOf(detail);
  const effective = effectiveOf(draft, timeZone.value);
  const request = requestOf(draft, effective, channelNo, preview, language.value);
  const onChange = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { period, shell } = allWords.value;
  const { deeds, asked } = commandWords.value;
  return (
    <RecordDialog
      box={box}
      id="period"
      title={period.title(String(channelNo))}
      sub={preview?.name ?? failure ?? shell.loading}
      isDescribed
      ready={request !== null}
      state={state}
      deed={deeds.send}
      sending={deeds.sending}
      send={() => {
        if (request === null) return;
        state.run(async () => {
          await giveChange({ kind: "new-period", request });
          box.current?.close();
        });
      }}
      onShut={() => {
        periodOf.value = null;
      }}
    >
      {preview === null ? null : <Ending preview={preview} />}
      <StartChoice draft={draft} effective={effective} onChange={onChange} />
      <IndexChoice draft={draft} preview={preview} onChange={onChange} />
      <p class="effect" id="period-effect">
        <b>{asked.lead}</b> {asked.period}
      </p>
      <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={onChange} />
    </RecordDialog>
  );
}
