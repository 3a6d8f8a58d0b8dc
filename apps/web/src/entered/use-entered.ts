/** Asking the gateway about a typed index: what it knows, how it would judge, taking it. */

import type { EnteredIndexPreview, EnteredIndexQuery, EnteredIndexRequest } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { enterIndex, previewEntered } from "../api/client.ts";
import { useDeed } from "../login/use-deed.ts";
import { confirmed } from "../state/confirmation.ts";
import { refresh } from "../state/readings.ts";
import { announce, failureText, words } from "../state/session.ts";

/** A person who types on is waited for. */
const PAUSE_MS = 150;

interface Outlook {
  readonly preview: EnteredIndexPreview | null;
  readonly failure: string | null;
}

/** The preview of what is asked; null until it has come or while nothing is asked; or why not. */
export function useEnteredPreview(channelNo: number, asked: EnteredIndexQuery | null): Outlook {
  const [state, setState] = useState<Outlook>({ preview: null, failure: null });
  const wanted = asked === null ? null : JSON.stringify(asked);
  useEffect(() => {
    setState((before) => ({ preview: before.preview, failure: null }));
    if (wanted === null) return;
    let stale = false;
    const timer = setTimeout(() => {
      previewEntered(channelNo, JSON.parse(wanted)).then(
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

/** Taking an index: once at a time, said when done, kept open with the reason when refused. */
export function useEnter(channelNo: number, onDone: () => void) {
  const { busy, refused, run, forget } = useDeed();
  const enter = (request: EnteredIndexRequest) =>
    run(async () => {
      await confirmed((word) => enterIndex(channelNo, request, word), { always: false });
      announce(words.value.entered.done(String(channelNo)));
      onDone();
      await refresh();
    });
  return { busy, refused, enter, forget };
}
