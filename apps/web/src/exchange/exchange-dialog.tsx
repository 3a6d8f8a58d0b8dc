/**
 * A meter exchanged or a counter set back. The dialog fills in what the gateway knows, asks for the
 * indexes of display or protocol, and shows the month they make before anything is recorded.
 */

import type { ExchangePreview } from "@mega/contract";
import { formatCount } from "@mega/locale";
import { useEffect, useRef, useState } from "preact/hooks";
import { Confirmation } from "../period/confirmation.tsx";
import { WhyField, whyOf } from "../quarantine/why-field.tsx";
import { DialogFoot, Refusal } from "../shell/dialog-end.tsx";
import { useModal } from "../shell/modal.ts";
import { allWords } from "../state/all-words.ts";
import { exchangeOf } from "../state/exchange.ts";
import { language, timeZone } from "../state/session.ts";
import { askedOf, type ExchangeDraft, emptyDraft, prefilled, previewQuery } from "./draft.ts";
import { KindChoice, SerialFields, TimeFields } from "./event-fields.tsx";
import { MonthFigures } from "./figures.tsx";
import { IndexFields } from "./index-fields.tsx";
import { useExchangePreview, useRecord } from "./use-exchange.ts";
import "../styles/channel.css";
import "../styles/dialog.css";

/** The dialog of a channel; it shuts itself by clearing `exchangeOf`. */
export function ExchangeDialog({ channelNo }: { readonly channelNo: number }) {
  const box = useRef<HTMLDialogElement>(null);
  const { draft, change, known, failure } = useDraft(channelNo);
  const asked = known && askedOf(draft, known, timeZone.value, language.value);
  const outlook = useExchangePreview(channelNo, asked && previewQuery(asked));
  const { busy, refused, record, forget } = useRecord(channelNo, () => box.current?.close());
  useModal(box);
  const onChange = (part: Partial<ExchangeDraft>) => {
    forget();
    change(part);
  };
  const why = whyOf(draft.why);
  const confirmed = draft.confirm.trim() === String(channelNo);
  const ready = asked !== null && why !== undefined && confirmed && outlook.failure === null;
  const { exchange, shell } = allWords.value;
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
          if (ready && !busy) void record({ ...asked, why, confirmChannelNo: channelNo });
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
              <Outlook preview={asked && outlook.preview} failure={outlook.failure} />
              <p class="effect">
                {exchange.effect(known.channels.map((no) => `CH${no}`).join(", "))}{" "}
                <b>{exchange.noUndo}</b>
              </p>
              <WhyField typed={draft.why} onTyped={onChange} />
              <Confirmation channelNo={channelNo} typed={draft.confirm} onTyped={onChange} />
            </>
          )}
          <Refusal refused={refused} />
        </div>
        <DialogFoot
          box={box}
          ready={ready && !busy}
          deed={busy ? exchange.recording : exchange.record}
        />
      </form>
    </dialog>
  );
}

/** The draft, filled in once with what the gateway knows of the meter. */
function useDraft(channelNo: number) {
  const [draft, setDraft] = useState<ExchangeDraft>(emptyDraft);
  const { preview, failure } = useExchangePreview(channelNo, { kind: draft.kind });
  const isFilled = draft.date !== "" || draft.time !== "";
  const change = (part: Partial<ExchangeDraft>) => setDraft((before) => ({ ...before, ...part }));
  useEffect(() => {
    if (preview !== null && !isFilled) change(prefilled(preview, timeZone.value, language.value));
  }, [preview, isFilled]);
  return { draft, change, known: preview, failure };
}

/** What the month would come to, as soon as it can be said. */
function Outlook(props: {
  readonly preview: ExchangePreview | null;
  readonly failure: string | null;
}) {
  const { exchange } = allWords.value;
  const { preview, failure } = props;
  const count = (n: number) => formatCount(n, language.value);
  return (
    <div class="outlook" role="status">
      {failure === null ? null : <p class="err">{failure}</p>}
      {preview === null && failure === null ? <p class="soft small">{exchange.preview}</p> : null}
      {preview?.figures.map((figures) => (
        <MonthFigures key={figures.counterNo} figures={figures} />
      ))}
      {preview === null ? null : (
        <p class="soft small">{exchange.waiting(count(preview.accepted), count(preview.left))}</p>
      )}
    </div>
  );
}
