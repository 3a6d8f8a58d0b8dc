/** The newest answer to each read, for callers who accept one of some age. */

import type { ModbusRequest } from "../pdu/request.ts";
import type { PollOutcome } from "./outcome.ts";

interface Kept {
  readonly unit: number;
  readonly answer: PollOutcome;
  readonly keptAtMs: number;
}

/**
 * The key under which equal reads meet.
 *
 * @param unit The unit asked.
 * @param request The question.
 * @returns A key, or `undefined` for what must not be shared: a write.
 */
export function readKey(unit: number, request: ModbusRequest): string | undefined {
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs":
    case "readHoldingWords":
    case "readInputWords":
      return `${unit} ${request.kind} ${request.address} ${request.count}`;
    case "readIdentification":
      return `${unit} ${request.kind} ${request.category} ${request.objectId}`;
    default:
      return undefined;
  }
}

export class ReadCache {
  readonly #entriesMax: number;
  readonly #kept = new Map<string, Kept>();

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  keep(key: string, unit: number, answer: PollOutcome, nowMs: number): void {
    this.#kept.set(key, { unit, answer, keptAtMs: nowMs });
    if (this.#kept.size <= this.#entriesMax) return;
    // What was asked first makes room; a cache this full is asked for more blocks than it can help.
    for (const first of this.#kept.keys()) {
      this.#kept.delete(first);
      return;
    }
  }

  find(key: string, maxAgeMs: number, nowMs: number): PollOutcome | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && nowMs - kept.keptAtMs <= maxAgeMs ? kept.answer : undefined;
  }

  /** After a write nothing read before holds; unit 0 is every unit. */
  forget(unit: number): void {
    for (const [key, kept] of this.#kept) {
      if (unit === 0 || kept.unit === unit) this.#kept.delete(key);
    }
  }
}
