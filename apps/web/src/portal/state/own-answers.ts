/**
 * Answers about a person's own figures: from the server, or, without a connection, as this device kept
 * them, with the time from which they are.
 */

import { computed, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { ask, lastAnswerPageMs, RequestFailed } from "../../api/request.ts";
import { failureText, online } from "../../state/session.ts";
import { currentEpoch, keepAnswer, readAnswer } from "../offline/kept-answers.ts";
import { nowMs } from "./now.ts";
import { loadSession, person } from "./session.ts";

/** What is known of an answer. */
export interface OwnAnswer<T> {
  /** Null until it has come. */
  readonly answer: T | null;
  readonly failure: string | null;
}

/** From when the kept answers on the page are, by their path. */
const shownKept = signal<ReadonlyMap<string, number>>(new Map());
/** The oldest of them, epoch milliseconds; null where nothing kept is shown. */
export const oldestShownMs = computed(() => {
  const times = [...shownKept.value.values()];
  return times.length === 0 ? null : Math.min(...times);
});
/** Rises when everything is to be asked for again. */
const turn = signal(0);

/** Asks for everything on the page once more. */
export function tryAgain(): void {
  void loadSession().then(() => {
    turn.value += 1;
  });
}

/** How long figures stand on a page that nobody looks at before they are asked for again. */
const STALE_MS = 10 * 60_000;

/** Asks again when the connection is back, and when somebody comes back to a page left open. */
export function followConnection(): void {
  addEventListener("online", tryAgain);
  document.addEventListener("visibilitychange", () => {
    const isStale = performance.now() - lastAnswerPageMs() > STALE_MS;
    if (document.visibilityState === "visible" && isStale && person.value !== null) tryAgain();
  });
}

function note(path: string, keptAtMs: number | null): void {
  const next = new Map(shownKept.value);
  if (keptAtMs === null) next.delete(path);
  else next.set(path, keptAtMs);
  shownKept.value = next;
}

/** Asks the server, and keeps what it answers for its person. Throws what it refuses. */
async function askOwn<T>(path: string): Promise<T> {
  const accountId = person.value?.accountId;
  const asked = currentEpoch();
  try {
    const answer = await ask<T>(path);
    online.value = true;
    note(path, null);
    if (accountId !== undefined && person.value?.accountId === accountId)
      await keepAnswer(accountId, path, { answer, atMs: nowMs() }, asked);
    return answer;
  } catch (error) {
    if (accountId === undefined || !isUnreached(error)) throw error;
    online.value = false;
    const kept = await readAnswer<T>(accountId, path, nowMs());
    if (kept === null) throw error;
    note(path, kept.atMs);
    return kept.answer;
  }
}

function isUnreached(error: unknown): boolean {
  return error instanceof RequestFailed && error.problem === null;
}

/** The answer at a path below the portal's interface; asked for again when the path changes. Null asks nothing. */
export function useOwn<T>(path: string | null): OwnAnswer<T> & { take(answer: T): void } {
  const [state, setState] = useState<OwnAnswer<T> & { readonly path: string | null }>({
    path: null,
    answer: null,
    failure: null,
  });
  const at = turn.value;
  useEffect(() => {
    if (path === null) return undefined;
    let stale = false;
    askOwn<T>(path).then(
      (answer) => stale || setState({ path, answer, failure: null }),
      (error) => stale || setState({ path, answer: null, failure: failureText(error).text }),
    );
    return () => {
      stale = true;
      note(path, null);
    };
  }, [path, at]);
  // An answer to another question is none to this one.
  const isOf = state.path === path;
  return {
    answer: isOf ? state.answer : null,
    failure: isOf ? state.failure : null,
    take: (answer) => setState({ path, answer, failure: null }),
  };
}
