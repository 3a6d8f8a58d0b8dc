/** What a bus offers to those who ask: the interface of the master, apart from its workings. */

import type { LinkOpener } from "@mega/link";
import type { ModbusRequest } from "../pdu/request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { BusStatistics } from "./bus-statistics.ts";
import type { ExchangeListener } from "./exchange-listeners.ts";
import type { FrameListener } from "./frame-listeners.ts";
import type { Identification } from "./identify.ts";
import type { PollOutcome } from "./outcome.ts";
import type { ReadLimits, WordRange } from "./planner.ts";
import type { RangeOutcome } from "./read-words.ts";
import type { Priority } from "./scheduler.ts";
import type { BusSettings } from "./settings.ts";

export interface TransactOptions {
  readonly priority: Priority;
  /** The most time until the question is sent, milliseconds; later it ends as `overloaded`. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Takes an answer that is at most this old; its timing is its own. */
  readonly maxAgeMs?: number;
  /**
   * Makes the question a probe that finds out who is there: one try, with this waiting time from its
   * end to the start of the answer, milliseconds. It is neither repeated nor shared, its answer is
   * not kept, and it says nothing about the health of the unit.
   */
  readonly probeTimeoutMs?: number;
}

export interface BusMasterOptions {
  readonly open: LinkOpener;
  readonly clock: BusClock;
  readonly settings?: Partial<BusSettings>;
}

export interface BusMaster {
  /** Opens the link and keeps it open; resolves after the first attempt, failed or not. */
  start(): Promise<void>;
  /** Closes the link; everything pending ends as `busDown`. */
  stop(): void;
  /** Asks one question. Rejects with RangeError for what the standard does not allow. */
  transact(unit: number, request: ModbusRequest, options: TransactOptions): Promise<PollOutcome>;
  /** Reads ranges of words in few questions: one outcome per range, in their order. */
  readWords(
    unit: number,
    ranges: readonly WordRange[],
    limits: ReadLimits,
    options: TransactOptions,
  ): Promise<readonly RangeOutcome[]>;
  /** Asks a unit who it is; at interactive priority unless told otherwise. */
  identify(unit: number, options?: TransactOptions): Promise<Identification>;
  statistics(): BusStatistics;
  /** Hears every frame that crosses the line; returns how to stop hearing. */
  onFrame(listener: FrameListener): () => void;
  /** Hears how every attempt on the line ended; returns how to stop hearing. */
  onExchange(listener: ExchangeListener): () => void;
}
