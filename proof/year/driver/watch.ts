/** Somebody beside the box with a good watch: notes when it ran, how its clock was set, what it stored. */

import type { ClockPiece, GatewayTimes, Life, StoredRound } from "../expected/gateway-times.ts";

interface RunningLife {
  readonly fromMs: number;
  storedMs: number;
}

/** The notes, while they are written. */
export class Watch {
  readonly #clock: ClockPiece[] = [];
  readonly #lives: Life[] = [];
  readonly #rounds: StoredRound[] = [];
  #life: RunningLife | null = null;
  #setMs = 0;

  clockSet(trueMs: number, offsetMs: number, vouched: boolean): void {
    this.#setMs = trueMs;
    this.#clock.push({ fromMs: trueMs, offsetMs, vouched });
  }

  started(trueMs: number): void {
    this.#life = { fromMs: trueMs, storedMs: trueMs };
  }

  /**
   * A round was stored that was due at an instant of the gateway's clock.
   *
   * @param heard When the first meter on a line answered since an instant; null where none did.
   */
  stored(
    trueMs: number,
    dueMs: number,
    meterId: string | null,
    heard: (sinceMs: number) => number | null,
  ): void {
    if (this.#life === null) throw new Error("Broken assumption: a box that is off stores nothing");
    this.#life.storedMs = trueMs;
    const offsetMs = this.#clock.at(-1)?.offsetMs ?? 0;
    const [dueTrueMs, setMs] = [dueMs - offsetMs, Math.max(this.#life.fromMs, this.#setMs)];
    // A clock that was set makes a round overdue; it is noticed within a minute.
    const isOverdue = dueTrueMs < setMs && setMs > this.#life.fromMs;
    const beganMs = isOverdue ? (heard(setMs) ?? setMs) : Math.max(dueTrueMs, setMs);
    this.#rounds.push({ beganMs: Math.min(trueMs, beganMs), storedMs: trueMs, meterId });
  }

  /** The box is off; what was asked since the last stored round is lost when it was cut. */
  ended(trueMs: number, how: "stopped" | "cut"): void {
    if (this.#life === null) return;
    const { fromMs, storedMs } = this.#life;
    this.#life = null;
    this.#lives.push({ fromMs, toMs: trueMs, storedUntilMs: how === "cut" ? storedMs : trueMs });
  }

  times(): GatewayTimes {
    return { clock: this.#clock, lives: this.#lives, rounds: this.#rounds };
  }
}
