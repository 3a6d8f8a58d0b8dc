/** A talk on Modbus TCP, drawn: questions in flight together, and the stream that comes back. */

import type { ModbusRequest } from "../../../../packages/modbus/src/pdu/request.ts";
import type { FuzzRandom } from "../../draw/random.ts";
import { hexOf, inLumps, joined, spoilBytes } from "../../draw/spoil-bytes.ts";
import { drawRequest, erringPdu, honestPdu } from "./slave-bytes.ts";

export interface TcpTalk {
  /** Asked one after the other before anything comes back; their ids are 1, 2 … */
  readonly questions: readonly { readonly unit: number; readonly request: ModbusRequest }[];
  /** The stream as the network cuts it. */
  readonly segments: readonly Uint8Array[];
}

/** Draws a talk. */
export function drawTcpTalk(random: FuzzRandom): TcpTalk {
  const questions = Array.from({ length: random.between(1, 4) }, () => ({
    unit: random.between(1, 3),
    request: drawRequest(random),
  }));
  const replies = questions.map(({ unit, request }, at) =>
    drawReply(random, at + 1, unit, request),
  );
  if (random.once(4)) replies.reverse();
  const stream = joined(...replies);
  const sent = random.once(6) ? spoilBytes(random, stream) : stream;
  return { questions, segments: inLumps(random, sent) };
}

function drawReply(
  random: FuzzRandom,
  id: number,
  unit: number,
  request: ModbusRequest,
): Uint8Array {
  const honest = tcpFrame(id, unit, honestPdu(unit, request));
  switch (random.below(9)) {
    case 0:
      return new Uint8Array(0);
    case 1:
      return tcpFrame(id, unit, erringPdu(random, unit, request));
    case 2:
      return tcpFrame(random.below(6), unit, honestPdu(unit, request));
    case 3:
      return tcpFrame(id, random.pick([0, 255, random.byte()]), honestPdu(unit, request));
    case 4:
      return joined(honest, honest);
    case 5:
      return withLength(honest, random.pick([0, 1, 2, 3, 253, 254, 255, 256, 0xffff]));
    case 6:
      return spoilBytes(random, honest);
    default:
      return honest;
  }
}

/** A frame of Modbus TCP, byte by byte. */
export function tcpFrame(id: number, unit: number, pdu: Uint8Array): Uint8Array {
  const length = pdu.length + 1;
  return joined(Uint8Array.of(id >> 8, id & 0xff, 0, 0, length >> 8, length & 0xff, unit), pdu);
}

function withLength(frame: Uint8Array, length: number): Uint8Array {
  const copy = frame.slice();
  copy.set([length >> 8, length & 0xff], 4);
  return copy;
}

/** A talk as text. */
export function tcpTalkText({ questions, segments }: TcpTalk): string {
  return JSON.stringify({ questions, segments: segments.map(hexOf) });
}
