/** A meter exchange asked of a gateway: the gateway's own fields, but it only says what is asked for. */

import { useEffect, useState } from "preact/hooks";
import { askedOf, type ExchangeDraft, emptyDraft, prefilled } from "../../exchange/draft.ts";
import { ExchangeForm } from "../../exchange/exchange-form.tsx";
import { allWords } from "../../state/all-words.ts";
import { language, timeZone } from "../../state/session.ts";
import { commandWords } from "../state/words.ts";
import { exchangePreviewOf } from "./exchange-preview.ts";
import { giveChange } from "./give.ts";
import { useKnownChannel } from "./known-channel.ts";

/** The dialog of a channel. */
export function ExchangeCommand({ channelNo }: { readonly channelNo: number }) {
  const { draft, change, known, failure } = useDraft(channelNo);
  const { asked, deeds } = commandWords.value;
  return (
    <ExchangeForm
      channelNo={channelNo}
      draft={draft}
      onChange={change}
      known={known}
      failure={failure}
      asked={known && askedOf(draft, known, timeZone.value, language.value)}
      outlook={
        <p class="effect">
          <b>{asked.lead}</b> {asked.exchange} <b>{allWords.value.exchange.noUndo}</b>
        </p>
      }
      deed={deeds.send}
      sending={deeds.sending}
      send={(request) => giveChange({ kind: "exchange", request })}
    />
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
