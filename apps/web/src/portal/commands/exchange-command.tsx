/** A meter exchange asked of a gateway: the gateway's own fields, but it only says what is asked for. */

import { useEffect, useRef, useState } from "preact/hooks";
import { askedOf, type ExchangeDraft, emptyDraft, prefilled } from "../../exchange/draft.ts";
import { KindChoice, SerialFields, TimeFields } from "../../exchange/event-fields.tsx";
import { IndexFields } from "../../exchange/index-fields.tsx";
import { useDeed } from "../../login/use-deed.ts";
import { Confirmation } from "../../period/confirmation.tsx";
import { WhyField, whyOf } from "../../quarantine/why-field.tsx";
import { DialogFoot, Refusal } from "../../shell/dialog-end.tsx";
import { useModal } from "../../shell/modal.ts";
import { allWords } from "../../state/all-words.ts";
import { exchangeOf } from "../../state/exchange.ts";
import { language, timeZone } from "../../state/session.ts";
import { commandWords } from "../state/words.ts";
import { giveChange } from "./give.ts";
import { exchangePreviewOf, useKnownChannel } from "./known-channel.ts";
import "../../styles/channel.css";
import "../../styles/dialog.css";

/** The dialog of a channel; it shuts itself by clearing `exchangeOf`. */
export function ExchangeCommand({ channelNo }: { readonly channelNo: number }) {
  const box = useRef<HTMLDialogElement>(null);
  const { draft, change, known, failure } = useDraft(channelNo);
  const { busy, refused, run, forget } = useDeed();
  useModal(box);
  const asked = known && askedOf(draft, known, timeZone.value, language.value);
  const why = whyOf(draft.why);
  const isConfirmed = draft.confirm.trim() === String(channelNo);
  const request =
    asked === null || why === undefined || !isConfirmed
      ? null
      : { ...asked, why, confirmChannelNo: channelNo };
  const onChange = (part: Partial<ExchangeDraft>) => {
    forget();
    change(part);
  };
  const { exchange, shell } = allWords.value;
  const words = commandWords.value;
  return (
    <dialog
      ref={box}
      aria-labelledby="exchange-title"
      onClose={() => {
        exchangeOf.value = null;
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (request === null) return;
          run(async () => {
            await giveChange({ kind: "exchange", request });
            box.current?.close();
          });
        }}
      >
        <div class="dialog-body">
          <div>
            <h2 id="exchange-title">{exchange.title(String(channelNo))}</h2>
            <p class="sub">{known?.name ?? failure ?? shell.loading}</p>
          </div>
          {known === null ? null : (
            <>
              <KindChoice draft={draft} onChange={onChange} />
              <TimeFields draft={draft} preview={known} onChange={onChange} />
              <SerialFields draft={draft} preview={known} onChange={onChange} />
              <IndexFields draft={draft} counters={known.counters} onChange={onChange} />
              <p class="effect">
                <b>{words.asked.lead}</b> {words.asked.exchange} <b>{exchange.noUndo}</b>
              </p>
              <WhyField typed={draft.why} onTyped={onChange} />
              <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={onChange} />
            </>
          )}
          <Refusal refused={refused} />
        </div>
        <DialogFoot
          box={box}
          ready={request !== null && !busy}
          deed={busy ? words.deeds.sending : words.deeds.send}
        />
      </form>
    </dialog>
  );
}

/** The draft, filled in once with what the server knows of the meter. */
function useDraft(channelNo: number) {
  const [draft, setDraft] = useState<ExchangeDraft>(emptyDraft);
  const { detail, failure } = useKnownChannel(channelNo);
  const change = (part: Partial<ExchangeDraft>) => setDraft((before) => ({ ...before, ...part }));
  useEffect(() => {
    if (detail === null) return;
    change(prefilled(exchangePreviewOf(detail), timeZone.value, language.value));
  }, [detail]);
  return { draft, change, known: detail === null ? null : exchangePreviewOf(detail), failure };
}
