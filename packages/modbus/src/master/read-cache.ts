/** The newest answer to each read, for callers who accept one of some age. */

import type { ModbusRequest } from "../pdu/request.ts";
import { isSameRequest } from "../pdu/same-request.ts";
import type { PollOutcome } from "./outcome.ts";

interface Kept {
  readonly request: ModbusRequest;
  answer: PollOutcome;
  keptAtMs: number;
}

export class ReadCache {
  readonly #readsPerUnitMax: number;
  readonly #kept = new Map<number, Kept[]>();

  constructor(readsPerUnitMax: number) {
    this.#readsPerUnitMax = readsPerUnitMax;
  }

  keep(unit: number, request: ModbusRequest, answer: PollOutcome, nowMs: number): void {
    const known = this.#find(unit, request);
    if (known !== undefined) {
      known.answer = answer;
      known.keptAtMs = nowMs;
      return;
    }
    const reads = this.#kept.get(unit) ?? [];
    reads.push({ request, answer, keptAtMs: nowMs });
    if (reads.length > this.#readsPerUnitMax) reads.shift();
    this.#kept.set(unit, reads);
  }

  find(
    unit: number,
    request: ModbusRequest,
    maxAgeMs: number,
    nowMs: number,
  ): PollOutcome | undefined {
    const kept = this.#find(unit, request);
    return kept !== undefined && nowMs - kept.keptAtMs <= maxAgeMs ? kept.answer : undefined;
  }

  /** After a write nothing read before holds; unit 0 is every unit. */
  forget(unit: number): void {
    if (unit === 0) this.#kept.clear();
    else this.#kept.delete(unit);
  }

  #find(unit: number, request: ModbusRequest): Kept | undefined {
    return this.#kept.get(unit)?.find((kept) => isSameRequest(kept.request, request));
  }
}
