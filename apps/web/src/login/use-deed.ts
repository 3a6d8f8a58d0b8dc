/** Something sent once at a time, with the words of its refusal until something is changed. */

import { useState } from "preact/hooks";
import { failureText } from "../state/session.ts";

/** What a form knows of its request. */
export interface Deed {
  readonly busy: boolean;
  readonly refused: string | null;
  /** Runs it; a second call while one runs does nothing. */
  readonly run: (work: () => Promise<void>) => void;
  /** Drops a refusal. */
  readonly forget: () => void;
}

/** One request of a form. */
export function useDeed(): Deed {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefused(null);
    try {
      await work();
    } catch (error) {
      setRefused(failureText(error).text);
    }
    setBusy(false);
  };
  return {
    busy,
    refused,
    run: (work) => {
      if (!busy) void run(work);
    },
    forget: () => setRefused(null),
  };
}
