/** A time server for a test: UDP on a port of this machine, answering as it is told to. */

import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** How the server answers one question. */
export interface TimeServerManners {
  /** Its time minus this machine's. */
  readonly offsetMs?: number;
  /** Waits before it answers, which lengthens the way back only. */
  readonly delayMs?: number;
  readonly stratum?: number;
  /** 0 none, 1 insert, 2 delete, 3 not synchronised. */
  readonly leap?: number;
  /** Four letters; the stratum is 0 then. */
  readonly kiss?: string;
  /** Sent before the answer. */
  readonly garbage?: readonly Uint8Array[];
  readonly silent?: boolean;
  /** Answers a question that was not asked. */
  readonly foreignNonce?: boolean;
}

/** A server that runs. */
export interface TimeServer {
  readonly port: number;
  /** Questions so far. */
  readonly asked: () => number;
  readonly stop: () => Promise<void>;
}

const UNIX_FROM_1900_S = 2_208_988_800;

/** Starts a server. */
export async function startTimeServer(manners: TimeServerManners): Promise<TimeServer> {
  const socket = createSocket("udp4");
  let asked = 0;
  let stopped = false;
  socket.on("message", (question, from) => {
    asked += 1;
    if (manners.silent === true) return;
    const answer = answerTo(question, manners);
    for (const noise of manners.garbage ?? []) socket.send(noise, from.port, from.address);
    setTimeout(() => {
      if (!stopped) socket.send(answer, from.port, from.address);
    }, manners.delayMs ?? 0);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    port: (socket.address() as AddressInfo).port,
    asked: () => asked,
    stop() {
      stopped = true;
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}

function answerTo(question: Buffer, manners: TimeServerManners): Uint8Array {
  const { offsetMs = 0, stratum = 2, leap = 0, kiss } = manners;
  const packet = new Uint8Array(48);
  packet[0] = (leap << 6) | (4 << 3) | 4;
  packet[1] = kiss === undefined ? stratum : 0;
  if (kiss !== undefined) packet.set(new TextEncoder().encode(kiss), 12);
  packet.set(question.subarray(40, 48), 24);
  if (manners.foreignNonce === true) packet[24] = ((packet[24] ?? 0) + 1) & 0xff;
  writeTimestamp(packet, 32, Date.now() + offsetMs);
  writeTimestamp(packet, 40, Date.now() + offsetMs);
  return packet;
}

/** Seconds since 1900 and their fraction, 32 bits each. */
export function writeTimestamp(packet: Uint8Array, at: number, unixMs: number): void {
  const view = new DataView(packet.buffer, packet.byteOffset);
  const seconds = Math.floor(unixMs / 1000);
  view.setUint32(at, (seconds + UNIX_FROM_1900_S) % 2 ** 32);
  view.setUint32(at + 4, Math.floor(((unixMs - seconds * 1000) / 1000) * 2 ** 32));
}
