/** Asking what something typed would come to, while it is being typed. */

import { useEffect, useState } from "preact/hooks";
import { failureText } from "./session.ts";

/** A person who types on is waited for. */
const PAUSE_MS = 150;

/** What a change would come to, or why that cannot be said. */
export interface Outlook<Preview> {
  readonly preview: Preview | null;
  readonly failure: string | null;
}

/**
 * The preview of what is asked of a channel; null until it has come, or while nothing is asked.
 * `fetch` is a function of the interface, the same one at every call.
 */
export function useOutlook<Query extends object, Preview>(
  fetch: (channelNo: number, asked: Query) => Promise<Preview>,
  channelNo: number,
  asked: Query | null,
): Outlook<Preview> {
  const [state, setState] = useState<Outlook<Preview>>({ preview: null, failure: null });
  const wanted = asked === null ? null : JSON.stringify(asked);
  useEffect(() => {
    setState((before) => ({ preview: before.preview, failure: null }));
    if (wanted === null) return;
    let stale = false;
    const timer = setTimeout(() => {
      fetch(channelNo, JSON.parse(wanted)).then(
        (preview) => stale || setState({ preview, failure: null }),
        (error) => stale || setState({ preview: null, failure: failureText(error).text }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [fetch, channelNo, wanted]);
  return state;
}
