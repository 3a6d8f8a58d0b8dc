/**
 * The one bounded queue of a bus, and the choice of what goes next.
 *
 * Of the questions that may go, the most urgent class wins, then the earliest deadline, then the
 * order of asking; waiting raises the class, so nothing starves. A unit that rests between two
 * questions, or whose late reply could be confused, is passed over and others go on. Behind a
 * question that is held for a late reply no younger question to the same unit goes: it could keep
 * that reply outstanding for ever.
 */

import type { ModbusRequest } from "../pdu/request.ts";
import type { Question } from "./question.ts";
import { isSharedBy } from "./question.ts";

export type Priority = "write" | "interactive" | "high" | "low";

const ranks: Readonly<Record<Priority, number>> = { write: 0, interactive: 1, high: 2, low: 3 };

/** What the choice depends on besides the queue. */
export interface Readiness {
  /** When the unit has rested. */
  restsUntilMs(unit: number): number;
  /** When no late reply can be confused with this one. */
  heldUntilMs(unit: number, request: ModbusRequest, nowMs: number): number;
}

export type Choice =
  | { readonly kind: "ask"; readonly question: Question }
  | { readonly kind: "late"; readonly question: Question }
  /** Nothing may go before this time; infinity when the queue is empty. */
  | { readonly kind: "wait"; readonly untilMs: number };

/**
 * The place of a priority in the queue.
 *
 * @param priority The class of a question.
 * @returns 0 for the most urgent to 3.
 */
export function rankOf(priority: Priority): number {
  return ranks[priority];
}

export class QuestionQueue {
  readonly #lengthMax: number;
  readonly #ageingMs: number;
  #questions: Question[] = [];

  constructor(lengthMax: number, ageingMs: number) {
    this.#lengthMax = lengthMax;
    this.#ageingMs = ageingMs;
  }

  get length(): number {
    return this.#questions.length;
  }

  /** Appends a question; `false` when the queue is full. */
  add(question: Question): boolean {
    if (this.#questions.length >= this.#lengthMax) return false;
    this.#questions.push(question);
    return true;
  }

  /** Puts back a question whose first attempt failed, which keeps its place in time. */
  putBack(question: Question): void {
    this.#questions.unshift(question);
  }

  /** A waiting question whose answer serves this one as well. */
  sharedBy(unit: number, request: ModbusRequest): Question | undefined {
    return this.#questions.find((question) => isSharedBy(question, unit, request));
  }

  remove(question: Question): void {
    const index = this.#questions.indexOf(question);
    if (index >= 0) this.#questions.splice(index, 1);
  }

  takeAll(): readonly Question[] {
    const all = this.#questions;
    this.#questions = [];
    return all;
  }

  /** Takes out the question to ask next, or one whose deadline has passed. */
  next(nowMs: number, readiness: Readiness): Choice {
    let best: Question | undefined;
    let bestRank = 0;
    let untilMs = Number.POSITIVE_INFINITY;
    let heldUnits: Set<number> | undefined;
    for (const question of this.#questions) {
      if (question.deadlineMs <= nowMs) {
        this.remove(question);
        return { kind: "late", question };
      }
      const { unit, request } = question;
      const heldMs = readiness.heldUntilMs(unit, request, nowMs);
      const restMs = readiness.restsUntilMs(unit);
      if (heldMs > nowMs) {
        heldUnits ??= new Set();
        heldUnits.add(unit);
      }
      const readyMs = Math.max(heldMs, restMs);
      if (readyMs > nowMs) {
        untilMs = Math.min(untilMs, readyMs, question.deadlineMs);
        continue;
      }
      if (heldUnits?.has(unit)) continue;
      const rank = question.rank - Math.floor((nowMs - question.queuedAtMs) / this.#ageingMs);
      if (best === undefined || goesBefore(rank, question, bestRank, best)) {
        best = question;
        bestRank = rank;
      }
    }
    if (best === undefined) return { kind: "wait", untilMs };
    this.remove(best);
    return { kind: "ask", question: best };
  }
}

function goesBefore(rank: number, question: Question, bestRank: number, best: Question): boolean {
  if (rank !== bestRank) return rank < bestRank;
  return question.deadlineMs < best.deadlineMs;
}
