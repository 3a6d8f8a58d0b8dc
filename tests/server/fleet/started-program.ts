/** A program of the machine that is started, killed and started again; its last words stay. */

import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import process from "node:process";
import { type Clock, sleep } from "@mega/domain";

const SAID_LENGTH_MAX = 4000;
const LOOK_EVERY_MS = 20;
const READY_MS_MAX = 20_000;

/** A running program. */
export class StartedProgram {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #said = "";

  constructor(command: string, words: readonly string[], options: SpawnOptions = {}) {
    const child = spawn(command, words, { ...options, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr?.setEncoding("utf8").on("data", (more: string) => {
      this.#said = (this.#said + more).slice(-SAID_LENGTH_MAX);
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("error", (error) => {
        this.#said += error.message;
        resolve();
      });
      child.once("close", () => resolve());
    });
  }

  /** What it said last. */
  get said(): string {
    return this.#said;
  }

  /** SIGKILL to it and to all that it has started; resolves when it is gone. */
  async kill(): Promise<void> {
    const { pid } = this.#child;
    for (const one of pid === undefined ? [] : [pid, ...childrenOf(pid)]) {
      try {
        process.kill(one, "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    }
    await this.#ended;
  }

  /** Ends it in good order. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }
}

/** Resolves when something holds; throws with the last words of the program when it does not. */
export async function untilReady(
  clock: Clock,
  program: StartedProgram,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const untilMs = clock.monotonicMs() + READY_MS_MAX;
  while (!(await isReady())) {
    if (clock.monotonicMs() > untilMs) throw new Error(`It does not start:\n${program.said}`);
    await sleep(clock, LOOK_EVERY_MS);
  }
}

/** Whether somebody listens at a port of this machine. */
export function answersAt(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** CONNECT of MQTT 3.1.1, a clean session of a client "look". */
const hello = Buffer.from(
  "10100004" + "4d515454" + "04" + "02" + "003c" + "0004" + "6c6f6f6b",
  "hex",
);
const HELLO_MS_MAX = 1000;

/** Whether a broker at a port lets an MQTT client in: a cluster takes a moment until it does. */
export function letsInAt(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port }, () => socket.write(hello));
    const end = (isIn: boolean) => {
      socket.destroy();
      resolve(isIn);
    };
    socket.setTimeout(HELLO_MS_MAX, () => end(false));
    // CONNACK with code 0.
    socket.once("data", (answer) => end(answer[0] === 0x20 && answer[3] === 0));
    socket.once("error", () => end(false));
    socket.once("close", () => resolve(false));
  });
}

function childrenOf(pid: number): readonly number[] {
  try {
    const told = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return told === "" ? [] : told.split(" ").map(Number);
  } catch {
    return [];
  }
}
