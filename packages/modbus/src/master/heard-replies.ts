/**
 * The replies that were heard of late, to tell a reply from the second copy of an older one.
 *
 * Converters and repeaters deliver a frame twice now and then. A copy that comes after the next
 * question to the same meter was sent names its unit, its function and its length, and so passes for
 * the answer when both questions ask for as many words. Only its content gives it away: it equals what
 * another question got a moment ago. Blocks of a meter that are really equal, all zero as a rule, cost
 * one more question.
 */

import type { ModbusRequest } from "../pdu/request.ts";
import { isRead, isSameRequest } from "../pdu/same-request.ts";

/** A question, by what its reply depends on. */
export interface HeardQuestion {
  readonly unit: number;
  readonly request: ModbusRequest;
}

interface Heard {
  readonly request: ModbusRequest;
  readonly pdu: Uint8Array;
  readonly expiresAtMs: number;
}

/** Replies kept of a unit; older ones make room. */
const repliesMax = 16;
/** So often a question is sent again at most; what comes then stands. */
const copiesMax = 3;

export class HeardReplies {
  readonly #ofUnit = new Map<number, Heard[]>();

  /**
   * Keeps a reply; writes are not kept, for they are never sent again.
   *
   * @param pdu Copied.
   * @param nowMs What has expired makes room.
   * @param expiresAtMs Until when a second copy may come.
   */
  keep(
    { unit, request }: HeardQuestion,
    pdu: Uint8Array,
    nowMs: number,
    expiresAtMs: number,
  ): void {
    if (!isRead(request)) return;
    const kept = this.#ofUnit.get(unit) ?? [];
    if (kept.length === 0) this.#ofUnit.set(unit, kept);
    const isFull = kept.length >= repliesMax;
    while (kept[0] !== undefined && kept[0].expiresAtMs <= nowMs) kept.shift();
    if (isFull && kept.length >= repliesMax) kept.shift();
    kept.push({ request, pdu: pdu.slice(), expiresAtMs });
  }

  /**
   * How many copies of replies to other questions what came could be.
   *
   * @returns 0 to 3; 0 also when the question itself got the same a moment ago, which a copy would
   *   only confirm.
   */
  copiesPossible({ unit, request }: HeardQuestion, pdu: Uint8Array, nowMs: number): number {
    let copies = 0;
    for (const heard of this.#ofUnit.get(unit) ?? []) {
      if (heard.expiresAtMs <= nowMs || !isEqual(heard.pdu, pdu)) continue;
      if (isSameRequest(heard.request, request)) return 0;
      copies++;
    }
    return Math.min(copies, copiesMax);
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
