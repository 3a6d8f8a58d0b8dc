/**
 * The frames of a tunnel: one binary message of its WebSocket each. The first byte is the kind, the next
 * four the number of the stream, big-endian; the rest is what the kind carries. A stream is one request
 * with its answer; the server opens it. Pure.
 *
 *   request  1  the server opens a stream: head as JSON
 *   response 2  the gateway answers: head as JSON
 *   data     3  bytes of a body, in either direction
 *   end      4  the body of this direction is whole
 *   reset    5  the stream is given up
 *   credit   6  so many bytes more may be sent: 4 bytes, big-endian
 *   close    7  the tunnel ends: why, one byte; its stream is 0
 */

import {
  isRequestHead,
  isResponseHead,
  type TunnelRequestHead,
  type TunnelResponseHead,
} from "./heads.ts";
import { TUNNEL_DATA_BYTES_MAX, TUNNEL_HEAD_BYTES_MAX, TUNNEL_WINDOW_BYTES } from "./limits.ts";

/**
 * Why a tunnel ended. `time`: its fifteen minutes are over. `idle`: nobody asked for anything. `portal`:
 * a person at the server closed it. `gateway`: a person at the gateway did. `switched-off`: the gateway's
 * configuration allows none any more. `session`: the login that asked for it is over. `right`: the
 * person's right, or the gateway's, is. `stopping`: a process ends. `breach`: the other side said what is
 * none of the protocol. `lost`: the connection broke. A place in this list is never given anew.
 */
export const tunnelEnds = [
  "time",
  "idle",
  "portal",
  "gateway",
  "switched-off",
  "session",
  "right",
  "stopping",
  "breach",
  "lost",
] as const;
/** One of them. */
export type TunnelEnd = (typeof tunnelEnds)[number];

/** One frame. */
export type TunnelFrame =
  | { readonly kind: "request"; readonly streamNo: number; readonly head: TunnelRequestHead }
  | { readonly kind: "response"; readonly streamNo: number; readonly head: TunnelResponseHead }
  | { readonly kind: "data"; readonly streamNo: number; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly streamNo: number }
  | { readonly kind: "reset"; readonly streamNo: number }
  | { readonly kind: "credit"; readonly streamNo: number; readonly bytes: number }
  | { readonly kind: "close"; readonly why: TunnelEnd };

/** What is none, with what is wrong. */
export interface MalformedFrame {
  readonly kind: "malformed";
  readonly why: string;
}

const kindNumbers = {
  request: 1,
  response: 2,
  data: 3,
  end: 4,
  reset: 5,
  credit: 6,
  close: 7,
} as const satisfies Readonly<Record<TunnelFrame["kind"], number>>;
const HEADER_BYTES = 5;

/** The bytes of a frame. */
export function encodeFrame(frame: TunnelFrame): Uint8Array {
  const carried = carriedBy(frame);
  const bytes = new Uint8Array(HEADER_BYTES + carried.length);
  bytes[0] = kindNumbers[frame.kind];
  new DataView(bytes.buffer).setUint32(1, frame.kind === "close" ? 0 : frame.streamNo);
  bytes.set(carried, HEADER_BYTES);
  return bytes;
}

function carriedBy(frame: TunnelFrame): Uint8Array {
  switch (frame.kind) {
    case "request":
    case "response":
      return new TextEncoder().encode(JSON.stringify(frame.head));
    case "data":
      return frame.bytes;
    case "credit":
      return bigEndian(frame.bytes);
    case "close":
      return Uint8Array.of(tunnelEnds.indexOf(frame.why));
    case "end":
    case "reset":
      return new Uint8Array(0);
  }
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** The frame of these bytes; whatever else they are is told, never thrown. */
export function decodeFrame(bytes: Uint8Array): TunnelFrame | MalformedFrame {
  if (bytes.length < HEADER_BYTES) return malformed(`${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const streamNo = view.getUint32(1);
  const carried = bytes.subarray(HEADER_BYTES);
  const kind = view.getUint8(0);
  if ((kind === kindNumbers.close) !== (streamNo === 0)) return malformed(`stream ${streamNo}`);
  switch (kind) {
    case kindNumbers.request:
      return headFrame("request", streamNo, carried);
    case kindNumbers.response:
      return headFrame("response", streamNo, carried);
    case kindNumbers.data:
      if (carried.length === 0 || carried.length > TUNNEL_DATA_BYTES_MAX) {
        return malformed(`data of ${carried.length} bytes`);
      }
      return { kind: "data", streamNo, bytes: carried };
    case kindNumbers.end:
      return carried.length === 0 ? { kind: "end", streamNo } : malformed("an end with bytes");
    case kindNumbers.reset:
      return carried.length === 0 ? { kind: "reset", streamNo } : malformed("a reset with bytes");
    case kindNumbers.credit: {
      const credit = carried.length === 4 ? view.getUint32(HEADER_BYTES) : 0;
      if (credit === 0 || credit > TUNNEL_WINDOW_BYTES) return malformed(`credit ${credit}`);
      return { kind: "credit", streamNo, bytes: credit };
    }
    case kindNumbers.close: {
      const why = carried.length === 1 ? tunnelEnds[carried[0] ?? tunnelEnds.length] : undefined;
      return why === undefined ? malformed("an end without a reason") : { kind: "close", why };
    }
    default:
      return malformed(`kind ${kind}`);
  }
}

function headFrame(
  kind: "request" | "response",
  streamNo: number,
  carried: Uint8Array,
): TunnelFrame | MalformedFrame {
  if (carried.length > TUNNEL_HEAD_BYTES_MAX) return malformed(`a head of ${carried.length} bytes`);
  let head: unknown;
  try {
    head = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(carried));
  } catch {
    return malformed("a head that is no JSON");
  }
  if (kind === "request" && isRequestHead(head)) return { kind, streamNo, head };
  if (kind === "response" && isResponseHead(head)) return { kind, streamNo, head };
  return malformed("a head of another form");
}

function malformed(why: string): MalformedFrame {
  return { kind: "malformed", why };
}
