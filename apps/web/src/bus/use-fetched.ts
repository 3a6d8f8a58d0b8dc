/** What was fetched last, fetched again at a pace, whenever the key changes and on demand. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { failureText } from "../state/session.ts";

/** The newest answer, or why there is none. */
export interface Fetched<Answer> {
  readonly answer: Answer | null;
  readonly failure: string | null;
  readonly again: () => void;
}

/**
 * @param key what the answer depends on; another key forgets the answer
 * @param everyMs null fetches once
 */
export function useFetched<Answer>(
  fetchIt: () => Promise<Answer>,
  key: string,
  everyMs: number | null,
): Fetched<Answer> {
  const [state, setState] = useState<{
    key: string;
    answer: Answer | null;
    failure: string | null;
  }>({ key, answer: null, failure: null });
  const asked = useRef(fetchIt);
  asked.current = fetchIt;
  const mine = useRef(0);
  const again = useCallback(() => {
    const turn = ++mine.current;
    asked.current().then(
      (answer) => {
        if (mine.current === turn) setState({ key, answer, failure: null });
      },
      (error: unknown) => {
        if (mine.current !== turn) return;
        const failure = failureText(error).text;
        setState((before) => ({ key, answer: before.key === key ? before.answer : null, failure }));
      },
    );
  }, [key]);
  useEffect(() => {
    again();
    const timer = everyMs === null ? undefined : setInterval(again, everyMs);
    return () => {
      clearInterval(timer);
      mine.current += 1;
    };
  }, [again, everyMs]);
  return { answer: state.key === key ? state.answer : null, failure: state.failure, again };
}
