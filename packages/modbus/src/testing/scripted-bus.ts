/** A master over a pair of links in memory, against a slave that does what a test scripts. */

import type { Link } from "@mega/link";
import { memoryLinkPair } from "@mega/link";
import { encodeRtuFrame, requestFrameLength } from "../frame/rtu.ts";
import type { BusMaster } from "../master/bus-master.ts";
import { createBusMaster } from "../master/bus-master.ts";
import type { PollOutcome } from "../master/outcome.ts";
import type { BusSettings } from "../master/settings.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { decodeRequest } from "../pdu/request.ts";
import { encodeResponse } from "../pdu/response.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import { createVirtualClock } from "./virtual-clock.ts";

export interface Asked {
  readonly unit: number;
  readonly request: ModbusRequest;
  /** The question as it came. */
  readonly frame: Uint8Array;
  readonly atMs: number;
  /** How many questions came before. */
  readonly index: number;
}

export interface ScriptedBus {
  readonly clock: VirtualClock;
  readonly master: BusMaster;
  readonly asked: Asked[];
  /** Puts bytes on the line after a delay. */
  say(afterMs: number, ...bytes: readonly number[]): void;
  cut(): void;
  opens(): number;
}

/** The word a scripted slave holds: it tells unit and address, so wrong data cannot hide. */
function wordAt(unit: number, address: number): number {
  return ((unit * 256 + address) * 7) & 0xffff;
}

export function wordsAt(unit: number, address: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => wordAt(unit, address + index));
}

/** The right answer to a read of words or to a write. */
export function answerFrame(unit: number, request: ModbusRequest): number[] {
  switch (request.kind) {
    case "readHoldingWords":
    case "readInputWords": {
      const words = wordsAt(unit, request.address, request.count);
      return [...encodeRtuFrame(unit, encodeResponse({ kind: request.kind, words }))];
    }
    case "writeCoil":
    case "writeWord":
      return [...encodeRtuFrame(unit, encodeResponse(request))];
    default:
      throw new Error(`${request.kind} is not scripted.`);
  }
}

/**
 * Makes the bus and opens it.
 *
 * @param script Called with every question as it arrives; answers through `say`.
 * @param settings What differs from the defaults.
 */
export async function scriptedBus(
  script: (asked: Asked, bus: ScriptedBus) => void,
  settings: Partial<BusSettings> = {},
): Promise<ScriptedBus> {
  const clock = createVirtualClock();
  const asked: Asked[] = [];
  let far: Link | undefined;
  let cutPair: () => void = () => undefined;
  let opens = 0;
  const open = () => {
    opens++;
    const line = { baud: 9600, parity: "none", stopBits: 1 } as const;
    const pair = memoryLinkPair({ scheduler: clock, line });
    far = pair.far;
    cutPair = () => pair.cut("The cable was pulled.");
    far.onBytes = (bytes) => {
      const length = requestFrameLength(bytes, 0, bytes.length);
      if (length !== bytes.length) throw new Error("The master sent no whole frame.");
      const decoded = decodeRequest(bytes.subarray(1, bytes.length - 2));
      if (decoded.kind !== "request") throw new Error("The master sent nonsense.");
      const { request } = decoded;
      const unit = bytes[0] ?? 0;
      const one = { unit, request, frame: bytes, atMs: clock.monotonicMs(), index: asked.length };
      asked.push(one);
      script(one, bus);
    };
    return Promise.resolve(pair.near);
  };
  const master = createBusMaster({ open, clock, settings });
  const bus: ScriptedBus = {
    clock,
    master,
    asked,
    say(afterMs, ...bytes) {
      clock.setTimer(afterMs, () => far?.write(Uint8Array.from(bytes)));
    },
    cut: () => cutPair(),
    opens: () => opens,
  };
  await clock.run(master.start());
  return bus;
}

/** Reads input words at high priority. */
export function read(
  bus: ScriptedBus,
  unit: number,
  address: number,
  count = 2,
): Promise<PollOutcome> {
  const request = { kind: "readInputWords", address, count } as const;
  return bus.master.transact(unit, request, { priority: "interactive" });
}

/** What came of a read: its words, or the kind of its failure. */
export function gist(outcome: PollOutcome): readonly number[] | string {
  if (outcome.kind !== "answered") return outcome.kind;
  return "words" in outcome.response ? outcome.response.words : outcome.response.kind;
}
