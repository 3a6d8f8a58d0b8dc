/** What the bus needs of a line, whatever its framing; and the trace of what crosses it. */

import type { Link } from "@mega/link";
import type { ModbusRequest } from "../pdu/request.ts";
import type { ExchangeResult } from "./outcome.ts";

export interface LineJob {
  readonly unit: number;
  readonly request: ModbusRequest;
  readonly timeoutMs: number;
  /** Called exactly once, also when the line goes down. */
  readonly onEnd: (result: ExchangeResult) => void;
}

export interface LineCounters {
  /** Replies that came after their question was given up. */
  readonly lateFrames: number;
  /** Bytes that belong to no frame. */
  readonly droppedBytes: number;
  readonly echoes: number;
}

export interface BusLine {
  /** Whether it takes one more job. */
  isFree(): boolean;
  /** When a question may be sent without being confused with a late reply; `nowMs` for at once. */
  heldUntilMs(unit: number, request: ModbusRequest, nowMs: number): number;
  send(job: LineJob): void;
  up(link: Link): void;
  /** Ends every job as `busDown`. */
  down(): void;
  counters(): LineCounters;
}

/** Bytes as they crossed the line. */
export interface FrameTrace {
  readonly kind: "sent" | "received";
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** How one attempt on the line ended, or that a reply came after its question was given up. */
export interface ExchangeTrace {
  /** Wall time, milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly unit: number;
  readonly kind: ExchangeResult["kind"] | "late";
  /** What the unit refused with; null but for an exception. */
  readonly code: number | null;
  /** From the end of the question to the start of the answer; null without one. */
  readonly turnaroundMs: number | null;
  /** How long the line was taken, with the rest before the question; 0 for a late reply. */
  readonly tookMs: number;
  readonly probe: boolean;
}

/** What a line reports to its owner. */
export interface LineListener {
  readonly onLate: (unit: number, turnaroundMs: number) => void;
  /** The stream cannot be followed any more: close the link and open it again. */
  readonly onBroken: (why: string) => void;
  /** Called only while somebody listens. */
  readonly onTrace: (kind: FrameTrace["kind"], bytes: Uint8Array) => void;
}
