/** Undoing a new period: what goes, what comes back, and the channel's number instead of a click. */

import type { UndoablePeriod } from "@mega/contract";
import { formatDateTime, formatQuantity } from "@mega/locale";
import { useRef, useState } from "preact/hooks";
import { undoPeriod } from "../api/client.ts";
import { useDeed } from "../login/use-deed.ts";
import { DialogFoot, Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { refresh, table } from "../state/readings.ts";
import { announce, language, timeZone } from "../state/session.ts";
import { undoOf } from "../state/undo.ts";
import { Confirmation } from "./confirmation.tsx";
import "../styles/dialog.css";

const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);

/** The dialog of a period; it shuts itself by clearing `undoOf`. */
export function UndoDialog({ undoable }: { readonly undoable: UndoablePeriod }) {
  const box = useRef<HTMLDialogElement>(null);
  const [confirm, setConfirm] = useState("");
  const { busy, refused, run, forget } = useDeed();
  useModal(box);
  const { period } = allWords.value;
  const { channelNo, tenancyId, kept } = undoable;
  const name = table.value?.rows.find((row) => row.channelNo === channelNo)?.name ?? "";
  const ready = kept === null && confirm.trim() === String(channelNo) && !busy;
  const undo = async () => {
    const body = { tenancyId, confirmChannelNo: channelNo };
    const answer = await confirmed((word) => undoPeriod(channelNo, body, word), { always: true });
    announce(period.undone(String(channelNo), written(answer.startedAt)));
    box.current?.close();
    await refresh();
  };
  return (
    <dialog
      ref={box}
      aria-labelledby="undo-title"
      aria-describedby="undo-effect"
      onClose={() => {
        undoOf.value = null;
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) run(undo);
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="undo-title">{period.undoTitle(String(channelNo))}</h2>
            <p class="sub">{name}</p>
          </div>
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
              onTyped={(part) => {
                forget();
                setConfirm(part.confirm);
              }}
            />
          ) : null}
          <Refusal refused={refused} />
        </div>
        <DialogFoot box={box} ready={ready} deed={busy ? period.starting : period.undoDeed} />
      </form>
    </dialog>
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
