/**
 * What is asked of a person for an exchange, at a gateway and at its server: what happened and when,
 * serial numbers and indexes, why, and the channel's number. Who fills it in and what is sent where is
 * the dialog's.
 */

import type { ExchangePreview, ExchangeRequest } from "@mega/contract";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useDeed } from "../login/use-deed.ts";
import { Confirmation } from "../period/confirmation.tsx";
import { WhyField, whyOf } from "../quarantine/why-field.tsx";
import { RecordDialog } from "../shell/record-dialog.tsx";
import { allWords } from "../state/all-words.ts";
import { exchangeOf } from "../state/exchange.ts";
import type { Asked, ExchangeDraft } from "./draft.ts";
import { KindChoice, SerialFields, TimeFields } from "./event-fields.tsx";
import { IndexFields } from "./index-fields.tsx";
import "../styles/channel.css";

interface ExchangeFormProps {
  readonly channelNo: number;
  readonly draft: ExchangeDraft;
  readonly onChange: (part: Partial<ExchangeDraft>) => void;
  /** What is known of the meter; null until it has come, and why it does not. */
  readonly known: ExchangePreview | null;
  readonly failure: string | null;
  /** Time and indexes; null while one is missing, or cannot be true. */
  readonly asked: Asked | null;
  /** What it comes to, as far as that can be said beforehand. */
  readonly outlook: ComponentChildren;
  readonly deed: string;
  readonly sending: string;
  /** Sends it; what it throws is told, and the dialog stays. */
  readonly send: (request: ExchangeRequest) => Promise<void>;
}

/** The dialog; it shuts itself by clearing `exchangeOf`. */
export function ExchangeForm(props: ExchangeFormProps) {
  const { channelNo, draft, onChange, known, asked } = props;
  const box = useRef<HTMLDialogElement>(null);
  const state = useDeed();
  const why = whyOf(draft.why);
  const isConfirmed = draft.confirm.trim() === String(channelNo);
  const request =
    asked === null || why === undefined || !isConfirmed
      ? null
      : { ...asked, why, confirmChannelNo: channelNo };
  const { exchange, shell } = allWords.value;
  return (
    <RecordDialog
      box={box}
      id="exchange"
      title={exchange.title(String(channelNo))}
      sub={known?.name ?? props.failure ?? shell.loading}
      ready={request !== null}
      state={state}
      deed={props.deed}
      sending={props.sending}
      send={() => {
        if (request === null) return;
        state.run(async () => {
          await props.send(request);
          box.current?.close();
        });
      }}
      onShut={() => {
        exchangeOf.value = null;
      }}
    >
      {known === null ? null : (
        <>
          <KindChoice draft={draft} onChange={onChange} />
          <TimeFields draft={draft} preview={known} onChange={onChange} />
          <SerialFields draft={draft} preview={known} onChange={onChange} />
          <IndexFields draft={draft} counters={known.counters} onChange={onChange} />
          {props.outlook}
          <WhyField typed={draft.why} onTyped={onChange} />
          <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={onChange} />
        </>
      )}
    </RecordDialog>
  );
}
