// One line of slaves: bytes in, timed deliveries out. No clock and no link of its own, so that the
// same session answers in memory, on a pseudo-terminal and on a socket.

import { answerRequest } from "./answer-request.ts";
import type { SlaveDelivery, SlaveFault, SlaveFraming } from "./fault-plan.ts";
import { planReply } from "./fault-plan.ts";
import type { ReceivedRequest } from "./request-stream.ts";
import { createMbapRequestStream, createRtuRequestStream } from "./request-stream.ts";
import type { SlaveImage } from "./slave-image.ts";

/** How the slaves of one line behave. */
export interface SlaveBehaviour {
  readonly framing: SlaveFraming;
  readonly image: SlaveImage;
  /** Milliseconds between the end of a request and the first byte of its reply; 0 if absent. */
  readonly turnaroundMs?: (unit: number) => number;
  /** Says what goes wrong with the reply to this request; a sound reply if absent. */
  readonly faultFor?: (request: ReceivedRequest) => SlaveFault | undefined;
}

/** Counts since the start. */
export interface SlaveCounts {
  requests: number;
  broadcasts: number;
  faults: number;
}

/** The slaves of one line, fed by hand. */
export interface SlaveSession {
  /**
   * Takes received bytes and gives what is to be sent, `afterMs` counted from `atMs`
   * (milliseconds of a clock that never steps).
   */
  readonly receive: (bytes: Uint8Array, atMs: number) => readonly SlaveDelivery[];
  readonly counts: Readonly<SlaveCounts>;
}

const hangUp: SlaveDelivery = { afterMs: 0, bytes: new Uint8Array(0), hangUp: true };

/** Makes the session of one line (serial) or of one connection (Modbus TCP). */
export function createSlaveSession(behaviour: SlaveBehaviour): SlaveSession {
  const { framing, image, turnaroundMs, faultFor } = behaviour;
  const stream =
    framing === "rtu" ? createRtuRequestStream(image.serves) : createMbapRequestStream();
  const counts: SlaveCounts = { requests: 0, broadcasts: 0, faults: 0 };

  function answer(request: ReceivedRequest): readonly SlaveDelivery[] {
    const { unit, pdu } = request;
    // MODBUS over Serial Line V1.02, §2.1: every slave obeys unit 0 and none answers.
    const broadcast = framing === "rtu" && unit === 0;
    if (broadcast) {
      counts.broadcasts += 1;
      answerRequest(image, unit, pdu);
      return [];
    }
    if (!image.serves(unit)) return [];
    counts.requests += 1;
    const fault = faultFor?.(request);
    if (fault !== undefined) counts.faults += 1;
    const deliveries = planReply(framing, request, answerRequest(image, unit, pdu), fault);
    const waitMs = turnaroundMs?.(unit) ?? 0;
    if (waitMs === 0) return deliveries;
    return deliveries.map((delivery) => ({ ...delivery, afterMs: delivery.afterMs + waitMs }));
  }

  return {
    counts,
    receive(bytes, atMs) {
      const batch = stream.push(bytes, atMs);
      const deliveries = batch.requests.flatMap(answer);
      return batch.broken ? [...deliveries, hangUp] : deliveries;
    },
  };
}
