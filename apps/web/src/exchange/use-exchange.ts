/** Asking the gateway about an exchange: what it knows, what the month would come to, recording it. */

import type { ExchangePreview, ExchangePreviewQuery, ExchangeRequest } from "@mega/contract";
import { formatCount } from "@mega/locale";
import { previewExchange, recordExchange } from "../api/client.ts";
import { allWords } from "../state/all-words.ts";
import { confirmed } from "../state/confirmation.ts";
import { refresh } from "../state/readings.ts";
import { announce, language } from "../state/session.ts";
import { useOutlook } from "../state/use-outlook.ts";

/** The preview of what is asked, null until it has come or while nothing is asked; or why not. */
export function useExchangePreview(channelNo: number, asked: ExchangePreviewQuery | null) {
  return useOutlook<ExchangePreviewQuery, ExchangePreview>(previewExchange, channelNo, asked);
}

/** Records it and says so; throws what the gateway refuses. */
export async function record(channelNo: number, request: ExchangeRequest): Promise<void> {
  const { accepted, seq } = await confirmed((word) => recordExchange(channelNo, request, word), {
    always: true,
  });
  const count = (n: number) => formatCount(n, language.value);
  announce(allWords.value.exchange.done(String(channelNo), count(accepted), count(seq)));
  void refresh();
}
