/** A talk on a serial line, drawn: questions, and what is heard after each of them. */

import type { ModbusRequest } from "../../../../packages/modbus/src/pdu/request.ts";
import type { FuzzRandom } from "../../draw/random.ts";
import { hexOf, inLumps, joined, spoilBytes } from "../../draw/spoil-bytes.ts";
import { closedFrame, drawRequest, erringPdu, honestPdu } from "./slave-bytes.ts";

interface Heard {
  /** After the question was sent. */
  readonly afterMs: number;
  readonly bytes: Uint8Array;
}

export interface Question {
  readonly unit: number;
  readonly request: ModbusRequest;
  readonly heard: readonly Heard[];
}

/** The time a unit has to begin its answer. */
export const timeoutMs = 300;
/** Later than this no reply comes: the master expects one for two seconds. */
const lateMsMax = 1500;

/** Draws one to four questions to few units. */
export function drawTalk(random: FuzzRandom): readonly Question[] {
  return Array.from({ length: random.between(1, 4) }, () => {
    const unit = random.between(1, 3);
    const request = drawRequest(random);
    return { unit, request, heard: drawHeard(random, unit, request) };
  });
}

function drawHeard(random: FuzzRandom, unit: number, request: ModbusRequest): readonly Heard[] {
  const honest = closedFrame(unit, honestPdu(unit, request));
  const afterMs = random.between(5, 60);
  switch (random.below(10)) {
    case 0:
      return [];
    case 1:
      return lumps(random, random.between(timeoutMs + 10, lateMsMax), honest);
    case 2:
      return lumps(random, afterMs, closedFrame(unit, erringPdu(random, unit, request)));
    case 3:
      return lumps(random, afterMs, closedFrame(random.byte(), honestPdu(unit, request)));
    case 4:
      return lumps(random, afterMs, joined(random.bytes(random.between(1, 40)), honest));
    case 5:
      return doubled(random, afterMs, honest);
    case 6:
      return lumps(random, afterMs, random.bytes(random.between(1, 300)));
    case 7:
      return lumps(random, afterMs, spoilBytes(random, honest));
    case 8:
      return [{ afterMs, bytes: spoilBytes(random, spoilBytes(random, honest)) }];
    default:
      return lumps(random, afterMs, honest);
  }
}

/** The reply twice, or with a byte behind it: in one lump, or apart, when the next question is out. */
function doubled(random: FuzzRandom, afterMs: number, honest: Uint8Array): readonly Heard[] {
  if (random.once(2)) return [{ afterMs, bytes: joined(honest, honest) }];
  if (random.once(4)) return [{ afterMs, bytes: joined(honest, Uint8Array.of(0)) }];
  const againMs = afterMs + random.between(1, random.pick([20, 200, lateMsMax]));
  return [
    { afterMs, bytes: honest },
    { afterMs: againMs, bytes: honest },
  ];
}

function lumps(random: FuzzRandom, afterMs: number, bytes: Uint8Array): readonly Heard[] {
  const pauseMs = random.pick([0, 1, 1, 4]);
  return inLumps(random, bytes).map((lump, at) => ({
    afterMs: afterMs + at * pauseMs,
    bytes: lump,
  }));
}

/** A talk as text. */
export function talkText(talk: readonly Question[]): string {
  return JSON.stringify(
    talk.map(({ unit, request, heard }) => ({
      unit,
      request,
      heard: heard.map(({ afterMs, bytes }) => [afterMs, hexOf(bytes)]),
    })),
  );
}
