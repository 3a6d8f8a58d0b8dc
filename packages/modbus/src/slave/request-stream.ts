// Cuts the bytes a slave receives into requests, on a serial line and on Modbus TCP.
//
// Serial: the length of a request follows from its first bytes, the CRC confirms it, and every
// offset is tried, so that noise in front of a request costs nothing. What stays incomplete for
// longer than a request can take is dropped when more bytes come (MODBUS over Serial Line V1.02,
// §2.5.1). TCP: the header tells; a header that lies ends the connection.

import { crcHolds } from "../frame/crc.ts";
import { mbapFrameBytesMax, takeMbapFrame } from "../frame/mbap.ts";
import { requestFrameLength, rtuFrameBytesMax } from "../frame/rtu.ts";
import { joinBytes } from "../pdu/bytes.ts";

/** One request as it came: `transactionId` is 0 on a serial line; `pdu` is a copy. */
export interface ReceivedRequest {
  readonly unit: number;
  readonly transactionId: number;
  readonly pdu: Uint8Array;
  readonly frame: Uint8Array;
}

/** What a chunk of bytes brought. `broken`: the connection can no longer be followed. */
interface RequestBatch {
  readonly requests: readonly ReceivedRequest[];
  readonly broken: boolean;
}

/** Collects bytes; holds at most one incomplete request. */
export interface RequestStream {
  /** Takes the next bytes, received at this time in milliseconds of a clock that never steps. */
  readonly push: (bytes: Uint8Array, atMs: number) => RequestBatch;
}

const nothing: Uint8Array = new Uint8Array(0);

// The smallest frame with a CRC: a unit and a function. No request that is answered is shorter.
const unknownRequestBytesMin = 4;

/**
 * A stream of serial frames.
 *
 * @param serves Which units are spoken for here; frames to others are skipped whole.
 * @param partialMsMax How old an incomplete request may grow; 100 ms suits any line speed at which
 *   a request of 8 bytes is sent in one piece.
 */
export function createRtuRequestStream(
  serves: (unit: number) => boolean,
  partialMsMax = 100,
): RequestStream {
  let held = nothing;
  let lastByteMs = Number.NEGATIVE_INFINITY;
  return {
    push(bytes, atMs) {
      if (atMs - lastByteMs > partialMsMax) held = nothing;
      lastByteMs = atMs;
      held = held.length === 0 ? bytes : joinBytes([held, bytes]);
      const requests: ReceivedRequest[] = [];
      let start = 0;
      while (start < held.length) {
        const found = nextFrame(held, start);
        if (found === undefined) break;
        start = found.end;
        const frame = held.slice(found.start, found.end);
        const unit = frame[0] ?? 0;
        if (unit !== 0 && !serves(unit)) continue;
        requests.push({ unit, transactionId: 0, pdu: frame.subarray(1, frame.length - 2), frame });
      }
      // A copy: the bytes are whoever's they came from.
      held =
        start === held.length
          ? nothing
          : held.slice(Math.max(start, held.length - rtuFrameBytesMax));
      return { requests, broken: false };
    },
  };
}

/** A stream of Modbus TCP frames. */
export function createMbapRequestStream(): RequestStream {
  let held: Uint8Array = new Uint8Array(0);
  let broken = false;
  return {
    push(bytes) {
      const requests: ReceivedRequest[] = [];
      held = joinBytes([held, bytes]);
      let start = 0;
      while (!broken) {
        const head = takeMbapFrame(held, start, held.length, 2);
        if (head.kind === "broken") broken = true;
        if (head.kind !== "frame") break;
        const { unit, transactionId, pdu } = head.frame;
        requests.push({
          unit,
          transactionId,
          pdu: pdu.slice(),
          frame: held.slice(start, head.end),
        });
        start = head.end;
      }
      held = broken ? new Uint8Array(0) : held.slice(start);
      if (held.length > mbapFrameBytesMax) throw new Error("An MBAP frame outgrew its limit.");
      return { requests, broken };
    },
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

// The first offset whose announced length is complete and whose CRC holds. A function nobody knows
// announces no length: then the bytes up to the end are taken when their CRC holds.
function nextFrame(bytes: Uint8Array, from: number): Span | undefined {
  const end = bytes.length;
  for (let start = from; end - start >= unknownRequestBytesMin; start++) {
    const length = requestFrameLength(bytes, start, end);
    if (length === "more") continue;
    const frameEnd = length === "none" ? end : start + length;
    if (frameEnd > end || frameEnd - start > rtuFrameBytesMax) continue;
    if (crcHolds(bytes, start, frameEnd)) return { start, end: frameEnd };
  }
  return undefined;
}
