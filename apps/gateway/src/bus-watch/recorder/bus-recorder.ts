/** Listens to one master: keeps its frames, counts its attempts, and gathers evidence on request. */

import type { ExchangeClass } from "@mega/contract";
import type { BusMaster, ExchangeTrace, FrameTrace, Transport } from "@mega/modbus";
import { FrameRing } from "./frame-ring.ts";
import { endedAs, isOverlong } from "./reply-shape.ts";
import { type CountName, Tally } from "./tally.ts";

/** Units whose late replies are remembered until a scan asks. */
const LATE_UNITS_MAX = 256;

const classOf: Readonly<Record<Exclude<ExchangeTrace["kind"], "late">, ExchangeClass>> = {
  answered: "ok",
  exception: "exception",
  timeout: "timeout",
  badCrc: "crc",
  wrongReply: "wrong-reply",
  busDown: "bus-down",
  sent: "ok",
};
const countOf: Readonly<Record<ExchangeClass, CountName>> = {
  ok: "answered",
  exception: "exceptions",
  timeout: "timeouts",
  crc: "badCrcs",
  "wrong-reply": "wrongReplies",
  "bus-down": "busDowns",
};

/** What a bus did. */
export class BusRecorder {
  readonly ring = new FrameRing();
  readonly tally: Tally;
  readonly #transport: Transport;
  readonly #lateUnits = new Set<number>();

  /** @param units The configured units; strangers are kept as frames and not counted. */
  constructor(master: BusMaster, transport: Transport, units: Iterable<number>) {
    this.#transport = transport;
    this.tally = new Tally(units);
    master.onFrame((trace) => this.#frame(trace));
    master.onExchange((trace) => this.#exchange(trace));
  }

  /** Units whose replies came too late, since this was last asked. */
  takeLateUnits(): number[] {
    const units = [...this.#lateUnits];
    this.#lateUnits.clear();
    return units;
  }

  #frame({ kind, bytes, atMs }: FrameTrace): void {
    if (kind === "received") this.ring.received(bytes, atMs);
    else this.ring.sent(unitOf(this.#transport, bytes), bytes, atMs);
  }

  #exchange(trace: ExchangeTrace): void {
    const { unit, kind, atMs, turnaroundMs, tookMs, probe } = trace;
    if (kind === "late") {
      this.ring.late(unit, turnaroundMs ?? 0);
      this.tally.count(atMs, unit, "lateReplies");
      if (this.#lateUnits.size < LATE_UNITS_MAX) this.#lateUnits.add(unit);
      return;
    }
    const { sent, received } = this.ring.lastExchange();
    const ended = this.#onSerial ? endedAs(classOf[kind], sent, received) : classOf[kind];
    const spoilt = ended === "crc" || ended === "wrong-reply";
    const overlong = this.#onSerial && spoilt && isOverlong(sent, received);
    this.ring.ended(unit, ended, turnaroundMs);
    this.tally.busy(atMs, tookMs);
    // A probe is a question of ours and says nothing about how a meter fares.
    if (probe) return;
    this.tally.count(atMs, unit, countOf[ended]);
    if (overlong) this.tally.count(atMs, unit, "overlongReplies");
    if (turnaroundMs !== null) this.tally.latency(atMs, unit, turnaroundMs);
  }

  get #onSerial(): boolean {
    return this.#transport === "rtu";
  }
}

/** The class of an ended attempt. */
export function exchangeClassOf(kind: Exclude<ExchangeTrace["kind"], "late">): ExchangeClass {
  return classOf[kind];
}

/** The unit of a question of ours. */
export function unitOf(transport: Transport, bytes: Uint8Array): number {
  return bytes[transport === "tcp" ? 6 : 0] ?? 0;
}
