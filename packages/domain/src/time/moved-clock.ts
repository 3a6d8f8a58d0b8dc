/**
 * A clock that stands still until it is moved. Timers fire in the order of their due time, ties in
 * the order they were set, and asynchronous work is let run to its end between two due times, so
 * that a year of rounds passes in seconds and always in the same order.
 */

import type { CancelTimer, Clock } from "./clock.ts";

interface Waiting {
  readonly dueMs: number;
  readonly order: number;
  callback: (() => void) | null;
}

/** What a moved clock needs from the platform. */
export interface MovedClockOptions {
  /** Wall time at the start, milliseconds since 1970 UTC. */
  readonly startMs: number;
  /** Resolves when promises and immediates that are ready have run; `setImmediate` on Node. */
  readonly settle?: () => Promise<void>;
  /**
   * Resolves when the platform has had a turn; awaited while work waits that may need files or
   * sockets. `settle` when left out.
   */
  readonly idle?: () => Promise<void>;
}

/** A clock whose hands are moved by its owner. */
export interface MovedClock extends Clock {
  /** Moves forward to the wall time, firing every timer on the way. */
  advanceTo(untilMs: number): Promise<void>;
  /** Moves forward by the duration, firing every timer on the way. */
  advanceBy(durationMs: number): Promise<void>;
  /** Fires timers until the work is settled, moving no further than the limit; its result. */
  runUntilSettled<T>(work: Promise<T>, limitMs?: number): Promise<T>;
  /** Steps the wall time without letting monotonic time pass, as an NTP step does. */
  stepWallTime(byMs: number): void;
  /** How many timers wait. */
  waiting(): number;
}

/** Turns the platform is given before the next timer is fired for work that waits. */
const PLATFORM_TURNS = 20;

/** Makes a moved clock; see `MovedClockOptions`. */
export function movedClock(options: MovedClockOptions): MovedClock {
  const heap: Waiting[] = [];
  const settle = options.settle ?? settleMicrotasks;
  const idle = options.idle ?? settle;
  let monotonicMs = 0;
  let wallOffsetMs = options.startMs;
  let nextOrder = 0;

  function setTimer(delayMs: number, callback: () => void): CancelTimer {
    const waiting: Waiting = {
      dueMs: monotonicMs + Math.max(0, delayMs),
      order: nextOrder++,
      callback,
    };
    push(heap, waiting);
    return () => {
      waiting.callback = null;
    };
  }

  /** Fires the earliest timer due by the limit; false when there is none. */
  function fireNext(limitMs: number): boolean {
    for (;;) {
      const first = heap[0];
      if (first === undefined || first.dueMs > limitMs) return false;
      pop(heap);
      if (first.callback === null) continue;
      monotonicMs = Math.max(monotonicMs, first.dueMs);
      first.callback();
      return true;
    }
  }

  async function advanceMonotonicTo(untilMs: number): Promise<void> {
    await settle();
    while (fireNext(untilMs)) await settle();
    monotonicMs = Math.max(monotonicMs, untilMs);
  }

  return {
    nowMs: () => Math.floor(monotonicMs + wallOffsetMs),
    monotonicMs: () => monotonicMs,
    setTimer,
    afterPoll: (callback) => void setTimer(0, callback),
    advanceTo: (untilMs) => advanceMonotonicTo(untilMs - wallOffsetMs),
    advanceBy: (durationMs) => advanceMonotonicTo(monotonicMs + durationMs),
    async runUntilSettled<T>(work: Promise<T>, limitMs = Number.POSITIVE_INFINITY): Promise<T> {
      const untilMs = monotonicMs + limitMs;
      let settled = false;
      const mark = () => {
        settled = true;
      };
      work.then(mark, mark);
      let turnsWithoutTimer = 0;
      for (;;) {
        // Work that waits for the platform must not be outrun by the clock.
        for (let turn = 0; turn < PLATFORM_TURNS && !settled; turn++) await idle();
        if (settled) return work;
        turnsWithoutTimer = fireNext(untilMs) ? 0 : turnsWithoutTimer + 1;
        if (turnsWithoutTimer > 10_000) {
          throw new Error("The work waits for nothing that the clock moves.");
        }
      }
    },
    stepWallTime(byMs) {
      wallOffsetMs += byMs;
    },
    waiting: () => heap.filter((entry) => entry.callback !== null).length,
  };
}

async function settleMicrotasks(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await undefined;
}

function before(a: Waiting, b: Waiting): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function push(heap: Waiting[], item: Waiting): void {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt] as Waiting;
    if (!before(item, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = item;
}

function pop(heap: Waiting[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let childAt = 2 * at + 1;
    if (childAt >= heap.length) break;
    const right = heap[childAt + 1];
    if (right !== undefined && before(right, heap[childAt] as Waiting)) childAt++;
    const child = heap[childAt] as Waiting;
    if (!before(child, last)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = last;
}
