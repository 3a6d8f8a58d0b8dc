/**
 * A dialog that puts something into the ledger, or asks a gateway to: what it is about, fields, cancel
 * and the deed. Whoever draws it keeps the draft and the request.
 */

import type { ComponentChildren, RefObject } from "preact";
import type { Deed } from "../login/use-deed.ts";
import "../styles/dialog.css";
import { DialogFoot, Refusal } from "./dialog-end.tsx";
import { useModal } from "./modal.ts";

interface RecordDialogProps {
  /** Shut by whoever sent what it asks for. */
  readonly box: RefObject<HTMLDialogElement | null>;
  /** For ids within the dialog; what describes it has the id `…-effect`. */
  readonly id: string;
  readonly title: string;
  /** Of whom, or why that is not known. */
  readonly sub?: string | undefined;
  readonly isDescribed?: boolean;
  /** Whether what is typed may be sent. */
  readonly ready: boolean;
  readonly state: Pick<Deed, "busy" | "refused" | "forget">;
  /** What the last button says, at rest and while it is sent. */
  readonly deed: string;
  readonly sending: string;
  readonly send: () => void;
  readonly onShut: () => void;
  readonly children: ComponentChildren;
}

/** The dialog. */
export function RecordDialog(props: RecordDialogProps) {
  const { box, id, sub, state } = props;
  useModal(box);
  const isReady = props.ready && !state.busy;
  const title = <h2 id={`${id}-title`}>{props.title}</h2>;
  return (
    <dialog
      ref={box}
      aria-labelledby={`${id}-title`}
      {...(props.isDescribed === true ? { "aria-describedby": `${id}-effect` } : {})}
      onClose={props.onShut}
    >
      <form
        onInput={state.forget}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) props.send();
        }}
      >
        <div class="dialog-body">
          {sub === undefined ? (
            title
          ) : (
            <div>
              {title}
              <p class="sub">{sub}</p>
            </div>
          )}
          {props.children}
          <Refusal refused={state.refused} />
        </div>
        <DialogFoot box={box} ready={isReady} deed={state.busy ? props.sending : props.deed} />
      </form>
    </dialog>
  );
}
