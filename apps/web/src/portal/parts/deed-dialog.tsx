/**
 * A dialog that changes something at the server: fields, cancel, the deed. What the server refuses is
 * told at the field that it names, or below all of them.
 */

import type { Problem } from "@mega/contract";
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { RequestFailed } from "../../api/request.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { useModal } from "../../shell/modal.ts";
import { announce, failureText, words } from "../../state/session.ts";
import "../../styles/access.css";
import "../../styles/dialog.css";
import { confirmed } from "../state/confirmation.ts";

/** What the server said against a field, by its pointer: "/from". */
export type RefusedAt = (pointer: string) => string | undefined;

/** What a dialog is told. */
export interface DeedDialogProps {
  /** For ids within the dialog. */
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  /** What the last button says. */
  readonly deed: string;
  /** It takes something away: the focus stands on cancel. */
  readonly isBad?: boolean;
  readonly ready: boolean;
  /** Sends it; what it refuses is told. */
  readonly send: () => Promise<void>;
  /** Said politely when it is done. */
  readonly done: string;
  readonly onShut: () => void;
  /** Pointers whose refusal the children tell. */
  readonly fields?: readonly string[];
  readonly children?: (refusedAt: RefusedAt) => ComponentChildren;
}

/** The dialog. */
export function DeedDialog(props: DeedDialogProps) {
  const { id, title, lead, deed, isBad = false, ready, fields = [] } = props;
  const box = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  useModal(box);
  const perform = async () => {
    setBusy(true);
    setRefused(null);
    try {
      await confirmed(props.send);
      announce(props.done);
      box.current?.close();
    } catch (error) {
      setRefused(error);
      setBusy(false);
    }
  };
  const named = problemsOf(refused).filter(({ pointer }) => fields.includes(pointer));
  const textAt: RefusedAt = (pointer) =>
    named.some((problem) => problem.pointer === pointer) ? failureText(refused).text : undefined;
  return (
    <dialog
      ref={box}
      class="small-dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-lead`}
      onClose={props.onShut}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void perform();
        }}
        onInput={() => setRefused(null)}
      >
        <div class="dialog-body">
          <div>
            <h2 id={`${id}-title`}>{title}</h2>
            <p class="sub" id={`${id}-lead`}>
              {lead}
            </p>
          </div>
          {props.children?.(textAt)}
          <Refusal
            refused={refused === null || named.length > 0 ? null : failureText(refused).text}
          />
        </div>
        <div class="dialog-foot">
          <button type="button" class="btn" autofocus={isBad} onClick={() => box.current?.close()}>
            {words.value.shell.cancel}
          </button>
          <button
            type="submit"
            class={isBad ? "btn btn--bad" : "btn btn--main"}
            disabled={!ready || busy}
          >
            {deed}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function problemsOf(error: unknown): Problem["errors"] {
  return error instanceof RequestFailed ? (error.problem?.errors ?? []) : [];
}
