/**
 * A new tenant on a channel. Nothing is erased: the dialog shows what the period would end, where
 * the opening index comes from, who comes next, and asks for the channel's number instead of a second
 * click.
 */

import { formatCount } from "@mega/locale";
import { useRef } from "preact/hooks";
import { InvitationDialog } from "../accounts/invitation-dialog.tsx";
import { PasswordBeside } from "../login/password-beside.tsx";
import { RecordDialog } from "../shell/record-dialog.tsx";
import { allWords } from "../state/all-words.ts";
import { periodOf } from "../state/period.ts";
import { language } from "../state/session.ts";
import { Confirmation } from "./confirmation.tsx";
import { Ending } from "./ending.tsx";
import { IndexChoice } from "./index-choice.tsx";
import { NextTenant } from "./next-tenant.tsx";
import { StartChoice } from "./start-choice.tsx";
import { useNewPeriod } from "./use-new-period.ts";

const clear = () => {
  periodOf.value = null;
};

/** The dialog of a channel; it shuts itself by clearing `periodOf`. */
export function NewPeriodDialog({ channelNo }: { readonly channelNo: number }) {
  const box = useRef<HTMLDialogElement>(null);
  const state = useNewPeriod(channelNo, () => box.current?.close());
  const { draft, preview } = state;
  const { period, shell } = allWords.value;
  if (state.invited !== null) return <InvitationDialog invited={state.invited} onShut={clear} />;
  const seq = preview === null ? "—" : formatCount(preview.nextSeq, language.value);
  const deed = state.begun === null ? period.start : period.next;
  return (
    <RecordDialog
      box={box}
      id="period"
      title={period.title(String(channelNo))}
      sub={preview?.name ?? state.failure ?? shell.loading}
      isDescribed
      ready={state.ready}
      state={state}
      deed={deed}
      sending={period.starting}
      send={state.send}
      onShut={clear}
    >
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
    </RecordDialog>
  );
}
