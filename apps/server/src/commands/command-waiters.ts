/**
 * Gateways whose question waits at the server. However many wait, one statement a second finds for whom
 * something came: no connection to the database is held for any of them, which LISTEN would need, and
 * which neither poolers nor Citus pass on.
 */

import { type Clock, toUtcString } from "@mega/domain";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase } from "../database/server-database.ts";

/** Why a wait ended. */
type WaitEnd = "called" | "over";

/** A question that waits. */
export interface Waiter {
  /** Resolves when something came, at the time given, or when it is cut off. */
  wait(untilMonotonicMs: number): Promise<WaitEnd>;
  /** Whether there is nothing left to wait for. */
  readonly isOver: boolean;
  /** Leaves, or is cut off. */
  end(): void;
}

/** What waiting stands on. */
export interface CommandWaitersOptions {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  readonly onFailure: (error: unknown) => void;
}

/** So often it is looked for whom something came. */
const LOOK_MS = 1000;
/** Commands no older than this wake: clocks of several servers differ, and a commit takes its time. */
const FRESH_MS = 15_000;
/** Gateways that are woken by one look. */
const WOKEN_MAX = 10_000;

/** Holds the questions of this process. */
export class CommandWaiters {
  readonly #options: CommandWaitersOptions;
  readonly #waiting = new Map<number, Waiting>();
  #cancelLook: (() => void) | null = null;
  #stopped = false;

  constructor(options: CommandWaitersOptions) {
    this.#options = options;
  }

  /** Questions that wait here. */
  get count(): number {
    return this.#waiting.size;
  }

  /** A gateway asks: an older question of it is cut off. Whoever opens it ends it. */
  open(gatewayId: number): Waiter {
    this.#waiting.get(gatewayId)?.end();
    const waiter: Waiting = new Waiting(this.#options.clock, () => {
      if (this.#waiting.get(gatewayId) === waiter) this.#waiting.delete(gatewayId);
      if (this.#waiting.size === 0) this.#lookNoMore();
    });
    if (this.#stopped) waiter.end();
    else {
      this.#waiting.set(gatewayId, waiter);
      this.#cancelLook ??= this.#lookLater();
    }
    return waiter;
  }

  /** Ends every question: the server stops. */
  stop(): void {
    this.#stopped = true;
    for (const waiter of [...this.#waiting.values()]) waiter.end();
    this.#lookNoMore();
  }

  #lookLater(): () => void {
    return this.#options.clock.setTimer(LOOK_MS, () => {
      void this.#look().finally(() => {
        this.#cancelLook = this.#waiting.size === 0 || this.#stopped ? null : this.#lookLater();
      });
    });
  }

  #lookNoMore(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
  }

  async #look(): Promise<void> {
    const { clock, database, onFailure } = this.#options;
    const sinceText = toUtcString(clock.nowMs() - FRESH_MS);
    try {
      const rows = await database.as({ kind: "job" }, (tx) =>
        tx.query(
          `SELECT DISTINCT gateway_id FROM command
             WHERE state = 'queued' AND given_at > $1 LIMIT $2`,
          [sinceText, WOKEN_MAX],
        ),
      );
      for (const row of rows) this.#waiting.get(numberIn(row, "gateway_id"))?.call();
    } catch (error) {
      // Questions end in their time and are asked again.
      onFailure(error);
    }
  }
}

class Waiting implements Waiter {
  readonly #clock: Clock;
  readonly #leave: () => void;
  #isCalled = false;
  #isOver = false;
  #resolve: (() => void) | null = null;

  constructor(clock: Clock, leave: () => void) {
    this.#clock = clock;
    this.#leave = leave;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  async wait(untilMonotonicMs: number): Promise<WaitEnd> {
    const leftMs = untilMonotonicMs - this.#clock.monotonicMs();
    if (!this.#isCalled && !this.#isOver && leftMs > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.setTimer(leftMs, resolve);
        this.#resolve = () => {
          cancel();
          resolve();
        };
      });
      this.#resolve = null;
    }
    const end = this.#isCalled && !this.#isOver ? "called" : "over";
    this.#isCalled = false;
    return end;
  }

  call(): void {
    this.#isCalled = true;
    this.#resolve?.();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#leave();
    this.#resolve?.();
  }
}
