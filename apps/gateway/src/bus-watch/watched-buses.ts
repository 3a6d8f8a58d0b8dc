/**
 * What the bus page asks of the buses, beside what rounds ask: their frames and counts, probes, a
 * read with its raw frames, and a look at the line. All of it crosses to the bus worker as plain
 * data.
 */

import type { ExchangeClass } from "@mega/contract";
import type { MeterQuestion, RangeAnswer } from "../acquisition/bus/meter-question.ts";
import type { FrameQuery, LoggedFrame } from "./recorder/frame-ring.ts";
import type { CellShare } from "./recorder/tally.ts";

/** One question on the line with everything that came before the next one. */
export interface ExchangeEvidence {
  /** When it was sent, milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  readonly kind: ExchangeClass;
  readonly exceptionCode: number | null;
  readonly turnaroundMs: number | null;
}

/** A harmless question that finds out who is there. */
interface ProbeQuestion {
  readonly busId: string;
  readonly unit: number;
  readonly timeoutMs: number;
}

/** What became of a probe. */
export interface ProbeAnswer {
  /** The question with what came; null when it never reached the line. */
  readonly exchange: ExchangeEvidence | null;
  /** "given-up" when the line was lost or never open. */
  readonly kind: "answers" | "silent" | "garbage" | "given-up";
  /** Units whose replies to earlier probes came too late. */
  readonly lateUnits: readonly number[];
}

/** A read with its evidence. */
export interface TestedRead {
  readonly answers: readonly RangeAnswer[];
  readonly exchanges: readonly ExchangeEvidence[];
}

/** The frames asked for and how far the log reaches. */
export interface FramesAnswer {
  readonly frames: readonly LoggedFrame[];
  readonly newestNo: number;
  readonly oldestNo: number;
}

/** The counts of a bus since they were last taken. */
interface TakenCells {
  readonly busId: string;
  readonly cells: readonly CellShare[];
}

/** What a listener hears on an idle line. */
export interface HeardIdle {
  readonly bytes: number;
  /** The first of them. */
  readonly sample: Uint8Array;
}

/** The part of the bus host that the bus page stands on. */
export interface WatchedBuses {
  probe(question: ProbeQuestion): Promise<ProbeAnswer>;
  /** Reads once, at interactive priority, and keeps every frame; at most 128 exchanges. */
  readTested(question: MeterQuestion): Promise<TestedRead>;
  /** Frames of one bus, the newest first; none of a bus that is not there. */
  frames(busId: string, query: FrameQuery): Promise<FramesAnswer>;
  /** Hands over the counts of every bus and begins new ones. */
  takeCells(): Promise<readonly TakenCells[]>;
  /** Counts the bytes that come while nobody is asked. */
  hearIdle(busId: string, listenMs: number): Promise<HeardIdle>;
}
