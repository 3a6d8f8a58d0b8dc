/**
 * The master of one bus: callers ask, it decides what goes on the line and when, and every question
 * ends in exactly one outcome.
 *
 *   transact ──▶ intake (cache, sharing) ──▶ queue ──▶ dispatcher ──▶ line (engine, link)
 *   outcome  ◀── settlement ◀──────────────────────── health ◀───────────┘
 */

import type { Link } from "@mega/link";
import type { ModbusRequest } from "../pdu/request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { BusLine, LineListener } from "./bus-line.ts";
import type { BusMaster, BusMasterOptions, TransactOptions } from "./bus-port.ts";
import type { BusStatistics } from "./bus-statistics.ts";
import { DeviceTable } from "./device-table.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { ExchangeListener } from "./exchange-listeners.ts";
import { ExchangeListeners } from "./exchange-listeners.ts";
import type { FrameListener } from "./frame-listeners.ts";
import { FrameListeners } from "./frame-listeners.ts";
import type { Identification } from "./identify.ts";
import { identifyUnit } from "./identify.ts";
import { Intake } from "./intake.ts";
import { holeWordsMax, lineTiming } from "./line-timing.ts";
import { LinkKeeper } from "./link-keeper.ts";
import { MbapLine } from "./mbap-line.ts";
import type { PollOutcome } from "./outcome.ts";
import type { ReadLimits, WordRange } from "./planner.ts";
import { SeamMemory } from "./planner.ts";
import { ReadCache } from "./read-cache.ts";
import type { RangeOutcome } from "./read-words.ts";
import { readRanges } from "./read-words.ts";
import { RtuLine } from "./rtu-line.ts";
import { QuestionQueue } from "./scheduler.ts";
import { busSettings } from "./settings.ts";
import { Settlement } from "./settlement.ts";

export type { BusMaster, BusMasterOptions, TransactOptions } from "./bus-port.ts";

/**
 * Makes the master of one bus; nothing is opened before `start`.
 *
 * @param options How to open the link, the clock, and what differs from the default settings.
 * @returns The master.
 * @throws BusSettingsError when the settings cannot work, for example 33 meters on RS-485.
 */
export function createBusMaster(options: BusMasterOptions): BusMaster {
  return new Bus(options);
}

class Bus implements BusMaster {
  readonly #clock: BusClock;
  readonly #queue: QuestionQueue;
  readonly #line: BusLine;
  readonly #keeper: LinkKeeper;
  readonly #devices: DeviceTable;
  readonly #settlement: Settlement;
  readonly #dispatcher: Dispatcher;
  readonly #intake: Intake;
  readonly #listeners: FrameListeners;
  readonly #exchanges: ExchangeListeners;
  readonly #seams = new SeamMemory();
  #link: Link | undefined;

  constructor(options: BusMasterOptions) {
    const settings = busSettings(options.settings ?? {});
    const { clock } = options;
    const { transport, retries } = settings;
    this.#clock = clock;
    this.#listeners = new FrameListeners(clock);
    const exchanges = new ExchangeListeners(clock);
    this.#exchanges = exchanges;
    const Line = transport === "rtu" ? RtuLine : MbapLine;
    const line = new Line(settings, clock, this.#lineListener());
    const queue = new QuestionQueue(settings.queueLengthMax, settings.ageingMs);
    const devices = new DeviceTable(settings);
    const cache = new ReadCache(settings.cachedReadsMax);
    const settlement = new Settlement(clock);
    const shared = { clock, queue, devices, cache, settlement };
    const dispatcher = new Dispatcher({ ...shared, line, retries, exchanges });
    const keeper = new LinkKeeper(options.open, clock, settings, {
      onUp: (link) => {
        this.#link = link;
        line.up(link);
        dispatcher.up();
      },
      onDown: () => {
        this.#link = undefined;
        dispatcher.down();
      },
    });
    const linkState = () => keeper.state;
    this.#intake = new Intake({ ...shared, transport, dispatcher, linkState });
    this.#line = line;
    this.#queue = queue;
    this.#devices = devices;
    this.#settlement = settlement;
    this.#dispatcher = dispatcher;
    this.#keeper = keeper;
  }

  start(): Promise<void> {
    return this.#keeper.start();
  }

  stop(): void {
    this.#keeper.stop();
  }

  transact(unit: number, request: ModbusRequest, options: TransactOptions): Promise<PollOutcome> {
    return this.#intake.transact(unit, request, options);
  }

  readWords(
    unit: number,
    ranges: readonly WordRange[],
    limits: ReadLimits,
    options: TransactOptions,
  ): Promise<readonly RangeOutcome[]> {
    const timing = lineTiming(this.#link ?? { baud: 9600, charBits: 10, latencyMs: 0 });
    const { turnaroundMs } = this.#devices.of(unit);
    const reader = {
      ask: (request: ModbusRequest) => this.transact(unit, request, options),
      seams: this.#seams,
      unit,
      limits,
      holeWordsMax: holeWordsMax(timing, turnaroundMs),
    };
    return readRanges(reader, ranges);
  }

  identify(
    unit: number,
    options: TransactOptions = { priority: "interactive" },
  ): Promise<Identification> {
    return identifyUnit((request) => this.transact(unit, request, options));
  }

  statistics(): BusStatistics {
    return {
      link: this.#keeper.state,
      opens: this.#keeper.opens,
      queueLength: this.#queue.length,
      sent: this.#dispatcher.sent,
      shared: this.#intake.shared,
      overloaded: this.#settlement.overloaded,
      cycleTooShort: this.#settlement.cycleTooShort,
      line: this.#line.counters(),
      devices: this.#devices.statistics(),
    };
  }

  onFrame(listener: FrameListener): () => void {
    return this.#listeners.add(listener);
  }

  onExchange(listener: ExchangeListener): () => void {
    return this.#exchanges.add(listener);
  }

  #lineListener(): LineListener {
    return {
      onLate: (unit, turnaroundMs) => {
        this.#devices.known(unit)?.late(turnaroundMs);
        this.#exchanges.late(unit, turnaroundMs);
        // A question held back for this reply may go; not from within the engine's hunt.
        this.#clock.setTimer(0, () => this.#dispatcher.pump());
      },
      onBroken: (why) => this.#keeper.reopen(why),
      onTrace: (kind, bytes) => this.#listeners.tell(kind, bytes),
    };
  }
}
