/** What every dialog that records something ends with: why it was refused, cancel, and the deed. */

import type { RefObject } from "preact";
import { words } from "../state/session.ts";

/** The last line of the body: why the gateway refused; nothing before it was asked. */
export function Refusal({ refused }: { readonly refused: string | null }) {
  if (refused === null) return null;
  return (
    <p class="banner banner--bad" role="alert">
      {refused}
    </p>
  );
}

interface DialogFootProps {
  readonly box: RefObject<HTMLDialogElement | null>;
  readonly ready: boolean;
  /** What the last button says. */
  readonly deed: string;
}

/** The foot: the focus stands on cancel, so that no blind Enter records anything. */
export function DialogFoot({ box, ready, deed }: DialogFootProps) {
  return (
    <div class="dialog-foot">
      <button type="button" class="btn" autofocus onClick={() => box.current?.close()}>
        {words.value.shell.cancel}
      </button>
      <button type="submit" class="btn btn--bad" disabled={!ready}>
        {deed}
      </button>
    </div>
  );
}
