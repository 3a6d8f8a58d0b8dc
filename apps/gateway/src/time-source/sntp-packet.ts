/**
 * The 48 bytes of NTP (RFC 5905 §7.3) as a simple client uses them (RFC 4330 §5). Pure.
 *
 *   0 LI VN mode │ 1 stratum │ 2 poll │ 3 precision │ 4 root delay │ 8 root dispersion
 *   12 reference id │ 16 reference │ 24 originate │ 32 receive │ 40 transmit
 */

const PACKET_BYTES = 48;
/** Seconds from 1900 to 1970, and from 1900 to 2036, where 32 bits begin again. */
const UNIX_FROM_1900_S = 2_208_988_800;
const ERA_S = 4_294_967_296;
const MODE_SERVER = 4;
const LEAP_UNSYNCHRONISED = 3;

/** A question; the nonce stands for the time of sending, which is nobody's business. */
export function questionPacket(nonce: Uint8Array): Uint8Array {
  const packet = new Uint8Array(PACKET_BYTES);
  // No leap warning, version 4, mode 3: client.
  packet[0] = 0x23;
  packet.set(nonce.subarray(0, 8), 40);
  return packet;
}

/** What a packet says. */
export type SntpAnswer =
  | {
      readonly kind: "answered";
      /** When the server got the question and when it answered, milliseconds since 1970 UTC. */
      readonly receivedAtMs: number;
      readonly sentAtMs: number;
      /** 1 … 15; how far the server is from a clock of reference. */
      readonly stratum: number;
      /** A leap second comes at the end of this month. */
      readonly leap: "none" | "insert" | "delete";
    }
  /** The server wants no questions: DENY, RSTR, RATE (RFC 5905 §7.4). */
  | { readonly kind: "kiss"; readonly code: string }
  /** The server does not know the time either. */
  | { readonly kind: "unsynchronised" }
  /** No answer to this question: garbage, or another's. */
  | { readonly kind: "foreign"; readonly why: string };

/** Reads a packet as the answer to the question with the nonce. */
export function readAnswer(packet: Uint8Array, nonce: Uint8Array): SntpAnswer {
  if (packet.length < PACKET_BYTES) return { kind: "foreign", why: `${packet.length} bytes` };
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const head = view.getUint8(0);
  const mode = head & 0b111;
  const version = (head >> 3) & 0b111;
  if (mode !== MODE_SERVER) return { kind: "foreign", why: `mode ${mode}` };
  if (version < 3 || version > 4) return { kind: "foreign", why: `version ${version}` };
  for (let at = 0; at < 8; at += 1) {
    if (view.getUint8(24 + at) !== nonce[at]) return { kind: "foreign", why: "another's answer" };
  }
  const stratum = view.getUint8(1);
  if (stratum === 0) return { kind: "kiss", code: kissCode(packet.subarray(12, 16)) };
  const leapNo = head >> 6;
  const sentAtMs = timestampMs(view, 40);
  if (leapNo === LEAP_UNSYNCHRONISED || stratum > 15 || sentAtMs === null)
    return { kind: "unsynchronised" };
  const receivedAtMs = timestampMs(view, 32) ?? sentAtMs;
  const leap = leapNo === 1 ? "insert" : leapNo === 2 ? "delete" : "none";
  return { kind: "answered", receivedAtMs, sentAtMs, stratum, leap };
}

/** Four signs, as far as they are letters. */
function kissCode(bytes: Uint8Array): string {
  const code = String.fromCharCode(...bytes).replace(/[^A-Z]/g, "");
  return code === "" ? "?" : code;
}

/** A timestamp of 32 bits of seconds and 32 of their fraction; null when it is not set. */
function timestampMs(view: DataView, at: number): number | null {
  const seconds = view.getUint32(at);
  const fraction = view.getUint32(at + 4);
  if (seconds === 0 && fraction === 0) return null;
  // The first bit tells the era: without it the time lies between 2036 and 2104 (RFC 4330 §3).
  const since1900 = seconds >= 0x8000_0000 ? seconds : seconds + ERA_S;
  return (since1900 - UNIX_FROM_1900_S) * 1000 + (fraction * 1000) / ERA_S;
}

/** The four instants of an exchange: sent, received, answered, got; milliseconds. */
export interface FourInstants {
  readonly sentMs: number;
  readonly serverGotMs: number;
  readonly serverSentMs: number;
  readonly gotMs: number;
}

/** Server's time minus the own one, and the time on the way (RFC 5905 §8); milliseconds. */
export function offsetOf({ sentMs, serverGotMs, serverSentMs, gotMs }: FourInstants) {
  return {
    offsetMs: Math.round((serverGotMs - sentMs + (serverSentMs - gotMs)) / 2),
    delayMs: Math.max(0, Math.round(gotMs - sentMs - (serverSentMs - serverGotMs))),
  };
}
