/**
 * The stream of events. The browser connects again by itself; when it gives up, a fresh stream is
 * opened after a pause. Whoever connects gets `hello` first and then asks for what changed.
 */

import type { StreamEvent } from "@mega/contract";
import { API_PREFIX } from "./request.ts";

const kinds: readonly StreamEvent["kind"][] = [
  "hello",
  "progress",
  "round",
  "counters-changed",
  "channel",
  "scan",
];
const PAUSE_MS = 5_000;

/** What a listener wants to know. */
export interface StreamListener {
  onEvent(event: StreamEvent): void;
  onLost(): void;
}

/** Opens the stream; the result closes it. */
export function openStream(listener: StreamListener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    source = new EventSource(`${API_PREFIX}/events`);
    for (const kind of kinds) {
      source.addEventListener(kind, (message) => {
        const event = parsed((message as MessageEvent<string>).data);
        if (event !== null) listener.onEvent(event);
      });
    }
    source.onerror = () => {
      listener.onLost();
      if (source?.readyState !== EventSource.CLOSED) return;
      source.close();
      timer = setTimeout(connect, PAUSE_MS);
    };
  }

  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function parsed(data: string): StreamEvent | null {
  try {
    return JSON.parse(data) as StreamEvent;
  } catch {
    return null;
  }
}
