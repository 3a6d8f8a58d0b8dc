/**
 * The clock of a gateway as it is in the field: it runs with the true time but may be wrong, is set by
 * hand or by a time server, has no time after a power cut, and ends with the box. Elapsed time is
 * always true, as a quartz counts it.
 *
 *   true time ── + offset ──► what the gateway takes for now
 */

import type { CancelTimer, Clock, ClockState } from "@mega/domain";

/** A clock that can be wrong. */
export interface GatewayClock extends Clock {
  /** What it is ahead of the true time, milliseconds; negative behind. */
  readonly offsetMs: number;
  /** What the gateway's system says of it. */
  readonly state: ClockState;
  /** Sets the wall time, as a time server or a boot without a battery does. */
  set(offsetMs: number, state: ClockState): void;
  /**
   * The box has lost its power: no timer of it fires in the true time any more. What still waits is
   * let run to its end at once, in a time of its own, so that memory can be freed.
   */
  unplug(): void;
}

interface Waiting {
  readonly dueMs: number;
  readonly order: number;
  callback: (() => void) | null;
  cancel: CancelTimer;
}

/** A clock that follows the true one until it is unplugged. */
export function gatewayClock(
  trueClock: Clock,
  offsetMs = 0,
  state: ClockState = "S",
): GatewayClock {
  const waiting = new Set<Waiting>();
  let now = { offsetMs, state };
  let aloneMs: number | null = null;
  let nextOrder = 0;
  let running = false;

  const monotonicMs = () => aloneMs ?? trueClock.monotonicMs();

  function fire(entry: Waiting): void {
    waiting.delete(entry);
    const { callback } = entry;
    entry.callback = null;
    callback?.();
  }

  function setTimer(delayMs: number, callback: () => void): CancelTimer {
    const dueMs = monotonicMs() + Math.max(0, delayMs);
    const entry: Waiting = { dueMs, order: nextOrder++, callback, cancel: () => undefined };
    waiting.add(entry);
    if (aloneMs === null) entry.cancel = trueClock.setTimer(delayMs, () => fire(entry));
    else runAlone();
    return () => {
      entry.callback = null;
      entry.cancel();
      waiting.delete(entry);
    };
  }

  /** Fires what waits, one timer in a turn of the event loop, so that work between them is done. */
  function runAlone(): void {
    if (running) return;
    running = true;
    setImmediate(() => {
      running = false;
      const first = [...waiting].sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
      if (first === undefined) return;
      aloneMs = Math.max(aloneMs ?? 0, first.dueMs);
      fire(first);
      if (waiting.size > 0) runAlone();
    });
  }

  return {
    nowMs: () =>
      aloneMs === null
        ? trueClock.nowMs() + now.offsetMs
        : Math.floor(aloneMs + now.offsetMs + trueClock.nowMs() - trueClock.monotonicMs()),
    monotonicMs,
    setTimer,
    afterPoll: (callback) => void setTimer(0, callback),
    get offsetMs() {
      return now.offsetMs;
    },
    get state() {
      return now.state;
    },
    set(nextOffsetMs, nextState) {
      now = { offsetMs: nextOffsetMs, state: nextState };
    },
    unplug() {
      if (aloneMs !== null) return;
      aloneMs = trueClock.monotonicMs();
      for (const entry of waiting) entry.cancel();
      runAlone();
    },
  };
}
