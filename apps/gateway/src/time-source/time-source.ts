/**
 * Keeps in view how far the gateway's clock is off: asks the time servers once an hour, keeps the
 * newest answer for display, and runs the test behind the NTP button. It sets no clock.
 */

import type { TestReport, TimeState } from "@mega/contract";
import { type CancelTimer, type Clock, toUtcString } from "@mega/domain";
import { SNTP_PORT } from "./ask-sntp.ts";
import { type SystemTime, systemTime } from "./system-time.ts";
import { type TimeAnswer, testTime } from "./test-time.ts";

/** The first question waits until the gateway has started, and never falls on the full hour. */
const FIRST_AFTER_MS = 120_000;
const ASK_EVERY_MS = 3_600_000;

/** What the time source needs. */
export interface TimeSourceOptions {
  readonly clock: Clock;
  /** Those of the configuration in force, asked in their order. */
  readonly servers: readonly string[];
  readonly systemTime?: () => Promise<SystemTime>;
  /** Of the servers; 123 when left out. */
  readonly port?: number;
}

/** The time servers of one configuration. */
export class TimeSource {
  readonly #options: TimeSourceOptions;
  readonly #systemTime: () => Promise<SystemTime>;
  #latest: TimeAnswer | null = null;
  #cancel: CancelTimer = () => undefined;
  #running: Promise<TestReport> | null = null;

  constructor(options: TimeSourceOptions) {
    this.#options = options;
    this.#systemTime = options.systemTime ?? systemTime;
  }

  /** Begins to ask by itself. */
  start(): void {
    this.#cancel = this.#options.clock.setTimer(FIRST_AFTER_MS, () => this.#askAgain());
  }

  /** Ends asking. */
  stop(): void {
    this.#cancel();
    this.#cancel = () => undefined;
  }

  /** The newest answer and what the system says. */
  async state(): Promise<TimeState> {
    const { state: system } = await this.#systemTime();
    const latest = this.#latest;
    const shown =
      latest === null
        ? null
        : {
            at: toUtcString(latest.atMs),
            server: latest.server,
            offsetMs: latest.offsetMs,
            delayMs: latest.delayMs,
            stratum: latest.stratum,
          };
    return { servers: [...this.#options.servers], latest: shown, system };
  }

  /** Runs the test; who presses the button twice gets one answer, servers are not to be pestered. */
  test(servers: readonly string[] | undefined): Promise<TestReport> {
    const running = this.#running;
    if (running !== null) return running;
    const { clock, port = SNTP_PORT } = this.#options;
    const test = testTime(servers ?? this.#options.servers, {
      clock,
      port,
      systemTime: this.#systemTime,
      onAnswer: (answer) => {
        this.#latest = answer;
      },
    }).finally(() => {
      this.#running = null;
    });
    this.#running = test;
    return test;
  }

  #askAgain(): void {
    this.#cancel = this.#options.clock.setTimer(ASK_EVERY_MS, () => this.#askAgain());
    // Nobody waits for this answer; the next one comes in an hour.
    void this.test(undefined).catch(() => undefined);
  }
}
