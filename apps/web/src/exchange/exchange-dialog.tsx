/**
 * A meter exchanged or a counter set back. The dialog fills in what the gateway knows, asks for the
 * indexes of display or protocol, and shows the month they make before anything is recorded.
 */

import type { ExchangePreview } from "@mega/contract";
import { formatCount } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { askedOf, type ExchangeDraft, emptyDraft, prefilled, previewQuery } from "./draft.ts";
import { ExchangeForm } from "./exchange-form.tsx";
import { MonthFigures } from "./figures.tsx";
import { record, useExchangePreview } from "./use-exchange.ts";

/** The dialog of a channel. */
export function ExchangeDialog({ channelNo }: { readonly channelNo: number }) {
  const { draft, change, known, failure } = useDraft(channelNo);
  const asked = known && askedOf(draft, known, timeZone.value, language.value);
  const outlook = useExchangePreview(channelNo, asked && previewQuery(asked));
  const { exchange } = allWords.value;
  const channels = known?.channels.map((no) => `CH${no}`).join(", ") ?? "";
  return (
    <ExchangeForm
      channelNo={channelNo}
      draft={draft}
      onChange={change}
      known={known}
      failure={failure}
      asked={outlook.failure === null ? asked : null}
      outlook={
        <>
          <Outlook preview={asked && outlook.preview} failure={outlook.failure} />
          <p class="effect">
            {exchange.effect(channels)} <b>{exchange.noUndo}</b>
          </p>
        </>
      }
      deed={exchange.record}
      sending={exchange.recording}
      send={(request) => record(channelNo, request)}
    />
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
