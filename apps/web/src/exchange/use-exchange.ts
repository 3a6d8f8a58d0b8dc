/** Asking the gateway about an exchange: what it knows, what the month would come to, recording it. */

import type { ExchangePreview, ExchangePreviewQuery, ExchangeRequest } from "@mega/contract";
import { formatCount } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { previewExchange, recordExchange } from "../api/client.ts";
import { confirmed } from "../state/confirmation.ts";
import { refresh } from "../state/readings.ts";
import { announce, failureText, language, words } from "../state/session.ts";

/** A person who types on is waited for. */
const PAUSE_MS = 150;

/** The preview of what is asked, null until it has come or while nothing is asked; or why not. */
export function useExchangePreview(channelNo: number, asked: ExchangePreviewQuery | null) {
  const [state, setState] = useState<{
    readonly preview: ExchangePreview | null;
    readonly failure: string | null;
  }>({ preview: null, failure: null });
  const wanted = asked === null ? null : JSON.stringify(asked);
  useEffect(() => {
    setState((before) => ({ preview: before.preview, failure: null }));
    if (wanted === null) return;
    let stale = false;
    const timer = setTimeout(() => {
      previewExchange(channelNo, JSON.parse(wanted)).then(
        (preview) => stale || setState({ preview, failure: null }),
        (error) => stale || setState({ preview: null, failure: failureText(error).text }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [channelNo, wanted]);
  return state;
}

/** Recording: once at a time, said when done, and kept open with the reason when refused. */
export function useRecord(channelNo: number, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const record = async (request: ExchangeRequest) => {
    setBusy(true);
    try {
      const { accepted, seq } = await confirmed(
        (word) => recordExchange(channelNo, request, word),
        { always: true },
      );
      const count = (n: number) => formatCount(n, language.value);
      announce(words.value.exchange.done(String(channelNo), count(accepted), count(seq)));
      onDone();
      await refresh();
    } catch (error) {
      setRefused(failureText(error).text);
      setBusy(false);
    }
  };
  return { busy, refused, record, forget: () => setRefused(null) };
}
