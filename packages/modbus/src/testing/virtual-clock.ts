// A clock that jumps from timer to timer, for runs of millions of transactions. Timers fire in the
// order of their due time, ties in the order they were set. Only tests and the soak run use it.

import type { BusClock } from "../master/bus-clock.ts";

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  callback: (() => void) | undefined;
}

/** A clock moved by its owner. */
export interface VirtualClock extends BusClock {
  /** Jumps to the next timer and fires it; `false` when none waits. */
  readonly fireNext: () => boolean;
  /** Fires timers until none waits. Promises are not let run in between. */
  readonly runAll: () => void;
  /** Fires timers, letting promises run in between, until the work ends; its result. */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
}

/** Promise turns between two timers: the depth of the longest chain of awaits in a question. */
const turnsPerTimer = 8;
const idleTurnsMax = 100;

/** Makes a clock at 0 ms of monotonic time and 1 000 000 ms of wall time. */
export function createVirtualClock(): VirtualClock {
  const heap: Timer[] = [];
  let nowMs = 0;
  let order = 0;

  function fireNext(): boolean {
    for (;;) {
      const timer = takeFirst(heap);
      if (timer === undefined) return false;
      if (timer.callback === undefined) continue;
      nowMs = Math.max(nowMs, timer.dueMs);
      timer.callback();
      return true;
    }
  }

  function setTimer(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { dueMs: nowMs + Math.max(0, delayMs), order: order++, callback };
    insert(heap, timer);
    return () => {
      timer.callback = undefined;
    };
  }

  return {
    nowMs: () => 1_000_000 + nowMs,
    monotonicMs: () => nowMs,
    setTimer,
    afterPoll: (callback) => void setTimer(0, callback),
    fireNext,
    runAll() {
      while (fireNext());
    },
    async run(work) {
      let ended = false;
      const mark = () => {
        ended = true;
      };
      work.then(mark, mark);
      for (let idleTurns = 0; idleTurns < idleTurnsMax; idleTurns++) {
        for (let turn = 0; turn < turnsPerTimer; turn++) await undefined;
        if (ended) return work;
        if (fireNext()) idleTurns = 0;
      }
      throw new Error("The work waits for nothing that the clock moves.");
    },
  };
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function insert(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || !isBefore(timer, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = timer;
}

function takeFirst(heap: Timer[]): Timer | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const leftAt = 2 * at + 1;
    const left = heap[leftAt];
    const right = heap[leftAt + 1];
    if (left === undefined) break;
    const [child, childAt] =
      right !== undefined && isBefore(right, left) ? [right, leftAt + 1] : [left, leftAt];
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = last;
  return first;
}
