/** The watch over one bus, in the thread of its master. */

import type { BusMaster, ReadLimits, Transport, WordRange } from "@mega/modbus";
import type { MeterQuestion } from "../../acquisition/bus/meter-question.ts";
import { rangeAnswerOf } from "../../acquisition/bus/range-answer.ts";
import { BusRecorder } from "../recorder/bus-recorder.ts";
import type { FrameQuery } from "../recorder/frame-ring.ts";
import type { CellShare } from "../recorder/tally.ts";
import type { FramesAnswer, HeardIdle, ProbeAnswer, TestedRead } from "../watched-buses.ts";
import { recordExchanges } from "./exchange-recording.ts";

/** One word at address 0: a read does no harm, and a meter without it refuses, which is an answer. */
const harmless = { kind: "readHoldingWords", address: 0, count: 1 } as const;
const SAMPLE_BYTES_MAX = 32;

/** What a watch needs of a clock. */
interface WaitingClock {
  setTimer(delayMs: number, callback: () => void): () => void;
}

/** Watches one bus. */
export class WatchedLine {
  readonly #bus: { readonly master: BusMaster; readonly transport: Transport };
  readonly #recorder: BusRecorder;
  readonly #clock: WaitingClock;

  constructor(
    bus: { readonly master: BusMaster; readonly transport: Transport },
    units: Iterable<number>,
    clock: WaitingClock,
  ) {
    this.#bus = bus;
    this.#clock = clock;
    this.#recorder = new BusRecorder(bus.master, bus.transport, units);
  }

  /** Asks who is at an address, once. */
  async probe(unit: number, timeoutMs: number): Promise<ProbeAnswer> {
    const options = { priority: "low", probeTimeoutMs: timeoutMs } as const;
    const { result, exchanges } = await recordExchanges(this.#bus, unit, () =>
      this.#bus.master.transact(unit, harmless, options),
    );
    const lateUnits = this.#recorder.takeLateUnits();
    const exchange = exchanges.at(-1) ?? null;
    const garbled = exchange?.kind === "crc";
    return { kind: garbled ? "garbage" : probeKind(result.kind), exchange, lateUnits };
  }

  /** Reads a meter as a round does, with every frame. */
  async readTested(question: MeterQuestion): Promise<TestedRead> {
    const { unit, ranges, limits } = question;
    const read = (asked: readonly WordRange[], may: ReadLimits) =>
      this.#bus.master.readWords(unit, asked, may, { priority: "interactive" });
    const { result, exchanges } = await recordExchanges(this.#bus, unit, () =>
      read(ranges, limits),
    );
    return { answers: result.map(rangeAnswerOf), exchanges };
  }

  frames(query: FrameQuery): FramesAnswer {
    const { ring } = this.#recorder;
    return { frames: ring.list(query), newestNo: ring.newestNo, oldestNo: ring.oldestNo };
  }

  takeCells(): readonly CellShare[] {
    return this.#recorder.tally.take();
  }

  /** Counts what comes while no question is on the line. */
  hearIdle(listenMs: number): Promise<HeardIdle> {
    const sample: number[] = [];
    let bytes = 0;
    let asking = false;
    const stopFrames = this.#bus.master.onFrame((trace) => {
      if (trace.kind === "sent") asking = true;
      else if (!asking) {
        bytes += trace.bytes.length;
        sample.push(...trace.bytes.subarray(0, SAMPLE_BYTES_MAX - sample.length));
      }
    });
    const stopExchanges = this.#bus.master.onExchange(({ kind }) => {
      if (kind !== "late") asking = false;
    });
    return new Promise((resolve) => {
      this.#clock.setTimer(listenMs, () => {
        stopFrames();
        stopExchanges();
        resolve({ bytes, sample: Uint8Array.from(sample) });
      });
    });
  }
}

function probeKind(kind: string): ProbeAnswer["kind"] {
  switch (kind) {
    case "answered":
    case "exception":
      return "answers";
    case "timeout":
      return "silent";
    case "badCrc":
    case "wrongReply":
      return "garbage";
    default:
      return "given-up";
  }
}
