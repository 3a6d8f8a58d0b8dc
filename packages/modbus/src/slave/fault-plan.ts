// How a faulty line or meter treats one reply, as data: a fault turns the frame of a reply into
// the bytes that are delivered, each with its delay. Nothing here waits or draws by itself.

import { encodeMbapFrame } from "../frame/mbap.ts";
import { encodeRtuFrame } from "../frame/rtu.ts";
import { joinBytes } from "../pdu/bytes.ts";
import { encodeException } from "../pdu/response.ts";
import type { ReceivedRequest } from "./request-stream.ts";
import type { SlaveExceptionCode } from "./slave-image.ts";

/** Bytes to deliver this long after the turnaround; `hangUp` closes the link afterwards. */
export interface SlaveDelivery {
  readonly afterMs: number;
  readonly bytes: Uint8Array;
  readonly hangUp?: boolean;
}

/** What can go wrong with one reply. Byte positions are clipped to the frame. */
export type SlaveFault =
  /** No reply at all. */
  | { readonly kind: "silence" }
  /** The whole reply comes this much later. */
  | { readonly kind: "late"; readonly delayMs: number }
  /** One byte is changed by XOR with a mask other than 0. */
  | { readonly kind: "corrupt"; readonly at: number; readonly mask: number }
  /** One byte is lost. */
  | { readonly kind: "lose"; readonly at: number }
  /** Only the first bytes arrive. */
  | { readonly kind: "cut"; readonly keepBytes: number }
  | { readonly kind: "noiseBefore"; readonly noise: Uint8Array }
  | { readonly kind: "noiseAfter"; readonly noise: Uint8Array }
  /** Noise so long after the reply, when nobody has asked. */
  | { readonly kind: "noiseLater"; readonly noise: Uint8Array; readonly delayMs: number }
  /** The whole reply comes a second time, so long after the first. */
  | { readonly kind: "doubled"; readonly delayMs: number }
  /** Noise and nothing else. */
  | { readonly kind: "noiseOnly"; readonly noise: Uint8Array }
  | { readonly kind: "exception"; readonly code: SlaveExceptionCode }
  /** The adapter returns the request in front of the reply. */
  | { readonly kind: "echo" }
  /** The reply comes in pieces of this size with a pause between them. */
  | { readonly kind: "chunks"; readonly chunkBytes: number; readonly pauseMs: number }
  /** The reply carries another unit (a meter with a wrong address; 255 on many TCP gateways). */
  | { readonly kind: "otherUnit"; readonly unit: number }
  /** Modbus TCP: the reply carries another transaction id, offset by this much. */
  | { readonly kind: "otherTransaction"; readonly offset: number }
  /** Modbus TCP: the header announces this length instead of its own. */
  | { readonly kind: "wrongLength"; readonly length: number }
  /** The link is closed instead of a reply. */
  | { readonly kind: "hangUp" };

export type SlaveFraming = "rtu" | "mbap";

/**
 * Plans how one reply reaches the master.
 *
 * @param framing The frame of the link.
 * @param request The request as received.
 * @param replyPdu The correct reply.
 * @param fault What goes wrong, or `undefined` for a sound reply.
 * @returns Deliveries in rising order of `afterMs`; none for silence.
 */
export function planReply(
  framing: SlaveFraming,
  request: ReceivedRequest,
  replyPdu: Uint8Array,
  fault: SlaveFault | undefined,
): readonly SlaveDelivery[] {
  const { unit, transactionId } = request;
  const wrap = (pdu: Uint8Array, toUnit = unit, id = transactionId) =>
    framing === "rtu"
      ? encodeRtuFrame(toUnit, pdu)
      : encodeMbapFrame({ transactionId: id & 0xffff, unit: toUnit, pdu });
  const frame = wrap(replyPdu);
  const atOnce = (bytes: Uint8Array): readonly SlaveDelivery[] => [{ afterMs: 0, bytes }];
  switch (fault?.kind) {
    case undefined:
      return atOnce(frame);
    case "silence":
      return [];
    case "late":
      return [{ afterMs: fault.delayMs, bytes: frame }];
    case "corrupt":
      return atOnce(withByte(frame, fault.at, (byte) => byte ^ fault.mask));
    case "lose": {
      const at = Math.min(fault.at, frame.length - 1);
      return atOnce(joinBytes([frame.subarray(0, at), frame.subarray(at + 1)]));
    }
    case "cut":
      return atOnce(frame.slice(0, fault.keepBytes));
    case "noiseBefore":
      return atOnce(joinBytes([fault.noise, frame]));
    case "noiseAfter":
      return atOnce(joinBytes([frame, fault.noise]));
    case "noiseLater":
      return [...atOnce(frame), { afterMs: fault.delayMs, bytes: fault.noise }];
    case "doubled":
      return [...atOnce(frame), { afterMs: fault.delayMs, bytes: frame }];
    case "noiseOnly":
      return atOnce(fault.noise);
    case "exception":
      return atOnce(wrap(encodeException((replyPdu[0] ?? 0) & 0x7f, fault.code)));
    case "echo":
      return atOnce(joinBytes([request.frame, frame]));
    case "chunks":
      return chunked(frame, Math.max(1, fault.chunkBytes), fault.pauseMs);
    case "otherUnit":
      return atOnce(wrap(replyPdu, fault.unit));
    case "otherTransaction":
      return atOnce(wrap(replyPdu, unit, transactionId + fault.offset));
    case "wrongLength": {
      const high = withByte(frame, 4, () => fault.length >> 8);
      return atOnce(withByte(high, 5, () => fault.length & 0xff));
    }
    case "hangUp":
      return [{ afterMs: 0, bytes: new Uint8Array(0), hangUp: true }];
  }
}

function chunked(frame: Uint8Array, chunkBytes: number, pauseMs: number): readonly SlaveDelivery[] {
  const deliveries: SlaveDelivery[] = [];
  for (let start = 0; start < frame.length; start += chunkBytes) {
    const bytes = frame.slice(start, start + chunkBytes);
    deliveries.push({ afterMs: deliveries.length * pauseMs, bytes });
  }
  return deliveries;
}

function withByte(frame: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const changed = frame.slice();
  const index = Math.min(at, changed.length - 1);
  changed[index] = change(changed[index] ?? 0);
  return changed;
}
