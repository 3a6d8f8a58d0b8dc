// Joins a slave session to a link and a clock: the only part of the slaves that waits.

import type { Link } from "@mega/link";
import type { SlaveDelivery } from "./fault-plan.ts";
import type { SlaveBehaviour, SlaveCounts } from "./slave-session.ts";
import { createSlaveSession } from "./slave-session.ts";

/** What the slaves need of a clock; the clock port and a moved clock both satisfy it. */
export interface SlaveClock {
  readonly monotonicMs: () => number;
  readonly setTimer: (delayMs: number, callback: () => void) => () => void;
}

/** Slaves that answer on a link until it ends. */
export interface RunningSlave {
  readonly counts: Readonly<SlaveCounts>;
  /** Ends the link and drops replies that wait; calling it again does nothing. */
  readonly close: () => void;
}

/** Replies that may wait at once; a master that asks faster than this is not answered. */
const waitingMax = 4096;

/**
 * Answers on an open link. On Modbus TCP every connection gets a slave of its own over one image.
 *
 * @param link An open link; its `onBytes` and `onDown` are taken over.
 * @param clock Real or moved.
 * @param behaviour The values, the turnaround and the faults.
 * @param onEnd Called once when the link is lost or a fault hangs up, not after `close`.
 */
export function runSlave(
  link: Link,
  clock: SlaveClock,
  behaviour: SlaveBehaviour,
  onEnd: (reason: string) => void = () => undefined,
): RunningSlave {
  const session = createSlaveSession(behaviour);
  const waiting = new Set<() => void>();
  let open = true;

  function end(): void {
    open = false;
    for (const cancel of waiting) cancel();
    waiting.clear();
  }

  function hangUp(): void {
    end();
    link.close();
    onEnd("The slave hung up.");
  }

  function deliver(delivery: SlaveDelivery): void {
    if (!open) return;
    if (delivery.bytes.length > 0) link.write(delivery.bytes);
    if (delivery.hangUp === true) hangUp();
  }

  function schedule(delivery: SlaveDelivery): void {
    if (delivery.afterMs <= 0) {
      deliver(delivery);
      return;
    }
    if (waiting.size >= waitingMax) return;
    const cancel = clock.setTimer(delivery.afterMs, () => {
      waiting.delete(cancel);
      deliver(delivery);
    });
    waiting.add(cancel);
  }

  link.onBytes = (bytes) => {
    if (!open) return;
    for (const delivery of session.receive(bytes, clock.monotonicMs())) schedule(delivery);
  };
  link.onDown = (reason) => {
    if (!open) return;
    end();
    onEnd(reason);
  };

  return {
    counts: session.counts,
    close() {
      if (!open) return;
      end();
      link.close();
    },
  };
}
