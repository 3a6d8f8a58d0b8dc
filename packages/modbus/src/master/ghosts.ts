/**
 * The list of replies that did not come in time and may still come.
 *
 * A reply carries its unit, its function and its length, but not its address: a late reply to block
 * A would pass for the reply to block B of the same meter. So every question that was given up stays
 * known for a while. Its late frame is skipped whole, and a question that the late frame could pass
 * for is held back until the frame was seen or can no longer come.
 */

import type { ModbusRequest } from "../pdu/request.ts";
import { isSameRequest } from "../pdu/same-request.ts";

export interface Ghost {
  readonly unit: number;
  readonly request: ModbusRequest;
  readonly sentEndMs: number;
  expiresAtMs: number;
}

/** More than one unit can give up within a lifetime; the oldest makes room. */
const ghostsMax = 256;

export class GhostList {
  #ghosts: Ghost[] = [];

  get all(): readonly Ghost[] {
    return this.#ghosts;
  }

  add(ghost: Ghost): void {
    if (this.#ghosts.length >= ghostsMax) this.#ghosts.shift();
    this.#ghosts.push(ghost);
  }

  remove(ghost: Ghost): void {
    const index = this.#ghosts.indexOf(ghost);
    if (index >= 0) this.#ghosts.splice(index, 1);
  }

  dropExpired(nowMs: number): void {
    if (this.#ghosts.length === 0) return;
    if (this.#ghosts.some((ghost) => ghost.expiresAtMs <= nowMs)) {
      this.#ghosts = this.#ghosts.filter((ghost) => ghost.expiresAtMs > nowMs);
    }
  }

  /** Whether the question was given up a moment ago. */
  holds(unit: number, request: ModbusRequest): boolean {
    return this.#ghosts.some(
      (ghost) => ghost.unit === unit && isSameRequest(ghost.request, request),
    );
  }

  /** A second reply to this question may follow the one that was taken: its ghost lives on. */
  prolong(unit: number, request: ModbusRequest, untilMs: number): void {
    for (const ghost of this.#ghosts) {
      if (ghost.unit === unit && isSameRequest(ghost.request, request)) ghost.expiresAtMs = untilMs;
    }
  }

  /** When a question to the unit can no longer be confused; not above `nowMs` when it may go. */
  heldUntilMs(unit: number, request: ModbusRequest, nowMs: number): number {
    let untilMs = nowMs;
    for (const ghost of this.#ghosts) {
      if (ghost.unit === unit && canPassFor(ghost.request, request)) {
        untilMs = Math.max(untilMs, ghost.expiresAtMs);
      }
    }
    return untilMs;
  }
}

/** Whether a full reply to `ghost` would be taken for a reply to `request`, which asks for other. */
function canPassFor(ghost: ModbusRequest, request: ModbusRequest): boolean {
  if (ghost.kind !== request.kind || isSameRequest(ghost, request)) return false;
  switch (ghost.kind) {
    case "readCoils":
    case "readDiscreteInputs":
      return "count" in request && Math.ceil(ghost.count / 8) === Math.ceil(request.count / 8);
    case "readHoldingWords":
    case "readInputWords":
      return "count" in request && ghost.count === request.count;
    case "writeCoil":
    case "writeWord":
      return false;
    case "writeCoils":
      return (
        request.kind === "writeCoils" &&
        ghost.address === request.address &&
        ghost.bits.length === request.bits.length
      );
    case "writeWords":
      return (
        request.kind === "writeWords" &&
        ghost.address === request.address &&
        ghost.words.length === request.words.length
      );
    case "readIdentification":
      return true;
  }
}
