/**
 * A process that is killed and comes back: whoever kills it says when. One that ends by itself is started
 * again after a moment, as a supervisor would.
 */

import { type ChildProcess, fork } from "node:child_process";
import { type Clock, sleep } from "@mega/domain";

/** How it is started. */
export interface KeptOptions<Message> {
  readonly clock: Clock;
  /** The file that it runs. */
  readonly file: URL;
  /** What it is told this time, as JSON. */
  readonly task: () => unknown;
  readonly onMessage: (message: Message) => void;
}

const AGAIN_MS = 200;
/** More in a row without a message say that it cannot work. */
const ENDS_MAX = 40;

/** A process that is kept. */
export class KeptProcess<Message> {
  readonly #options: KeptOptions<Message>;
  #child: ChildProcess | null = null;
  /** Resolves when the one that runs has ended. */
  #ended: Promise<void> = Promise.resolve();
  #isWanted = false;
  #endsInARow = 0;
  #lastWords = "";

  constructor(options: KeptOptions<Message>) {
    this.#options = options;
  }

  /** Why it is given up; null while it is not. */
  get failure(): string | null {
    return this.#endsInARow > ENDS_MAX
      ? `${this.#options.file.pathname}: ${this.#lastWords}`
      : null;
  }

  start(): void {
    this.#isWanted = true;
    this.#launch();
  }

  /** SIGKILL; resolves when it is gone. It stays away until it is started. */
  async kill(): Promise<void> {
    this.#isWanted = false;
    this.#child?.kill("SIGKILL");
    await this.#ended;
  }

  /** It stands still, as if the machine had no time for it. */
  freeze(): void {
    this.#child?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child?.kill("SIGCONT");
  }

  #launch(): void {
    const { file, task, onMessage, clock } = this.#options;
    const child = fork(file, [JSON.stringify(task())], {
      execArgv: ["--disable-warning=DEP0169"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child = child;
    child.stderr?.on("data", (text) => {
      this.#lastWords = (this.#lastWords + String(text)).slice(-2000);
    });
    child.on("message", (message) => {
      this.#endsInARow = 0;
      onMessage(message as Message);
    });
    this.#ended = new Promise((resolve) => child.once("close", () => resolve()));
    void this.#ended.then(async () => {
      // One that has come to its end is not needed any more.
      if (!this.#isWanted || this.#child !== child || child.exitCode === 0) return;
      this.#endsInARow += 1;
      await sleep(clock, AGAIN_MS);
      if (this.#isWanted && this.#child === child && this.failure === null) this.#launch();
    });
  }
}
