/** A form of names, passwords and codes: its fields, why it was refused, and its one button. */

import type { ComponentChildren } from "preact";
import { Refusal } from "../shell/dialog-end.tsx";
import "../styles/access.css";
import { useDeed } from "./use-deed.ts";

interface AccessFormProps {
  /** Whether it is a card of its own, and does not stand in one. */
  readonly isCard?: boolean;
  /** Whether what is typed may be sent. */
  readonly ready: boolean;
  /** Sends it; what it throws is told until something else is typed. */
  readonly send: () => Promise<void>;
  /** What the button says, at rest and while it is sent. */
  readonly deed: string;
  readonly sending: string;
  /** What stands beside the button. */
  readonly beside?: ComponentChildren;
  /** The fields. */
  readonly children: ComponentChildren;
}

/** The form. */
export function AccessForm(props: AccessFormProps) {
  const { busy, refused, run, forget } = useDeed();
  const isReady = props.ready && !busy;
  return (
    <form
      class={props.isCard === true ? "card access-form" : "access-form"}
      onInput={forget}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) run(props.send);
      }}
    >
      {props.children}
      <Refusal refused={refused} />
      <div class="row">
        <button type="submit" class="btn btn--main" disabled={!isReady}>
          {busy ? props.sending : props.deed}
        </button>
        {props.beside}
      </div>
    </form>
  );
}
