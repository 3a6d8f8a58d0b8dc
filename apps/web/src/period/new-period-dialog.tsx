/**
 * A new tenant on a channel. Nothing is erased: the dialog shows what the period would end, where
 * the opening index comes from, who comes next, and asks for the channel's number instead of a second
 * click.
 */

import { formatCount } from "@mega/locale";
import { useRef } from "preact/hooks";
import { InvitationDialog } from "../accounts/invitation-dialog.tsx";
import { PasswordBeside } from "../login/password-beside.tsx";
import { DialogFoot, Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { periodOf } from "../state/period.ts";
import { language } from "../state/session.ts";
import { Confirmation } from "./confirmation.tsx";
import { Ending } from "./ending.tsx";
import { IndexChoice } from "./index-choice.tsx";
import { NextTenant } from "./next-tenant.tsx";
import { StartChoice } from "./start-choice.tsx";
import { useNewPeriod } from "./use-new-period.ts";
import "../styles/dialog.css";

const clear = () => {
  periodOf.value = null;
};

/** The dialog of a channel; it shuts itself by clearing `periodOf`. */
export function NewPeriodDialog({ channelNo }: { readonly channelNo: number }) {
  const box = useRef<HTMLDialogElement>(null);
  const state = useNewPeriod(channelNo, () => box.current?.close());
  useModal(box);
  const { draft, preview, failure, busy } = state;
  const { period, shell } = allWords.value;
  if (state.invited !== null) return <InvitationDialog invited={state.invited} onShut={clear} />;
  const seq = preview === null ? "—" : formatCount(preview.nextSeq, language.value);
  const deed = state.begun === null ? period.start : period.next;
  return (
    <dialog
      ref={box}
      aria-labelledby="period-title"
      aria-describedby="period-effect"
      onClose={clear}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          state.send();
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="period-title">{period.title(String(channelNo))}</h2>
            <p class="sub">{preview?.name ?? (failure === null ? shell.loading : failure)}</p>
          </div>
          {preview === null ? null : <Ending preview={preview} />}
          <StartChoice draft={draft} effective={state.effective} onChange={state.change} />
          <IndexChoice draft={draft} preview={preview} onChange={state.change} />
          {state.tenants === null ? null : (
            <NextTenant draft={state.next} tenants={state.tenants} onChange={state.changeNext} />
          )}
          <p class="effect" id="period-effect">
            <b>{period.nothingErased}</b> {period.effect(String(channelNo), seq)}
          </p>
          {state.hasNext ? <PasswordBeside of={state.beside} id="period-password" /> : null}
          <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={state.change} />
          <Refusal refused={state.refused} />
        </div>
        <DialogFoot box={box} ready={state.ready} deed={busy ? period.starting : deed} />
      </form>
    </dialog>
  );
}
