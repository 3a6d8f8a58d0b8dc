/** Undoing a new period, on the channel's page and in its menu; away once it is too late. */

import { formatDateTime } from "@mega/locale";
import { language, timeZone, words } from "../state/session.ts";
import { undoOf } from "../state/undo.ts";
import { useUndoable } from "./use-undoable.ts";

interface UndoProps {
  readonly channelNo: number;
}

function useUndo(channelNo: number) {
  const period = useUndoable(channelNo);
  if (period === null) return null;
  const until = formatDateTime(period.undoableUntil, timeZone.value, language.value);
  const open = () => {
    undoOf.value = period;
  };
  return { text: words.value.doors.undoPeriod(until), open };
}

/** The button beside the others of the channel's page. */
export function UndoButton({ channelNo }: UndoProps) {
  const undo = useUndo(channelNo);
  if (undo === null) return null;
  return (
    <button type="button" class="btn btn--long" onClick={undo.open}>
      {undo.text}
    </button>
  );
}

/** The line of the menu. */
export function UndoItem({ channelNo, close }: UndoProps & { readonly close: () => void }) {
  const undo = useUndo(channelNo);
  if (undo === null) return null;
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          close();
          undo.open();
        }}
      >
        {undo.text}
      </button>
    </li>
  );
}
