/** An answer of the gateway that a page shows, asked again whenever it is told to. */

import { useEffect, useState } from "preact/hooks";
import { failureText } from "../state/session.ts";

/** What is known of the answer. */
export interface AskedState<T> {
  /** Null until it has come; kept while it is asked again. */
  readonly answer: T | null;
  readonly failure: string | null;
  readonly again: () => void;
  /** Takes over an answer that came with a change. */
  readonly take: (answer: T) => void;
}

/** Asks when the page opens; `question` must stay the same function. */
export function useAsked<T>(question: () => Promise<T>): AskedState<T> {
  const [state, setState] = useState<{
    readonly answer: T | null;
    readonly failure: string | null;
  }>({ answer: null, failure: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let stale = false;
    question().then(
      (answer) => stale || setState({ answer, failure: null }),
      (error) => stale || setState(({ answer }) => ({ answer, failure: failureText(error).text })),
    );
    return () => {
      stale = true;
    };
  }, [question, turn]);
  return {
    ...state,
    again: () => setTurn((before) => before + 1),
    take: (answer) => setState({ answer, failure: null }),
  };
}
