/** Undoing a new period: what goes, what comes back, and the channel's number instead of a click. */

import type { UndoablePeriod } from "@mega/contract";
import { formatDateTime, formatQuantity } from "@mega/locale";
import { useRef, useState } from "preact/hooks";
import { undoPeriod } from "../api/client.ts";
import { useDeed } from "../login/use-deed.ts";
import { RecordDialog } from "../shell/record-dialog.tsx";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { refresh, table } from "../state/readings.ts";
import { announce, language, timeZone } from "../state/session.ts";
import { undoOf } from "../state/undo.ts";
import { Confirmation } from "./confirmation.tsx";

const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);

/** The dialog of a period; it shuts itself by clearing `undoOf`. */
export function UndoDialog({ undoable }: { readonly undoable: UndoablePeriod }) {
  const box = useRef<HTMLDialogElement>(null);
  const [confirm, setConfirm] = useState("");
  const state = useDeed();
  const { period } = allWords.value;
  const { channelNo, tenancyId, kept } = undoable;
  const name = table.value?.rows.find((row) => row.channelNo === channelNo)?.name ?? "";
  const undo = async () => {
    const body = { tenancyId, confirmChannelNo: channelNo };
    const answer = await confirmed((word) => undoPeriod(channelNo, body, word), { always: true });
    announce(period.undone(String(channelNo), written(answer.startedAt)));
    box.current?.close();
    await refresh();
  };
  return (
    <RecordDialog
      box={box}
      id="undo"
      title={period.undoTitle(String(channelNo))}
      sub={name}
      isDescribed
      ready={kept === null && confirm.trim() === String(channelNo)}
      state={state}
      deed={period.undoDeed}
      sending={period.starting}
      send={() => state.run(undo)}
      onShut={() => {
        undoOf.value = null;
      }}
    >
      <dl class="pairs">
        <Span term={period.undoEnds} of={undoable} />
        <Span term={period.undoBack} of={undoable.comesBack} />
      </dl>
      <p class="effect" id="undo-effect">
        {kept === null ? period.undoEffect : period.undoKept[kept]}
      </p>
      {kept === null ? (
        <Confirmation
          channelNo={channelNo}
          typed={confirm}
          onTyped={(part) => setConfirm(part.confirm)}
        />
      ) : null}
    </RecordDialog>
  );
}

/** A period by its begin and its opening indexes. */
function Span(props: { readonly term: string; readonly of: UndoablePeriod["comesBack"] }) {
  const { period } = allWords.value;
  const { startedAt, openings } = props.of;
  return (
    <>
      <dt>{props.term}</dt>
      <dd>
        <b>{period.undoSince(written(startedAt))}</b>
        {openings.map(({ counterNo, unit, index }) => (
          <div key={counterNo}>
            {period.undoOpening(String(counterNo), formatQuantity(index, unit, language.value))}
          </div>
        ))}
      </dd>
    </>
  );
}
