/**
 * Asks the server for commands: a question that waits there until something comes, again and again; where a
 * broker carries the server's word, it is fetched when the server says there that something waits. What
 * comes is carried out one after the other, and what came of it is told before the next question. Times
 * are measured on the clock that never steps back.
 */

import type { CommandsState } from "@mega/contract";
import { type Clock, sleep } from "@mega/domain";
import { CommandBatch } from "@mega/uplink";
import type { ServerPort, ServerRequest } from "../uplink/ask-server.ts";
import { backOffMs } from "../uplink/back-off.ts";
import type { PipeCalls } from "../uplink/pipe/pipe-calls.ts";
import { answerAs, asFailure, type Failed, type ServerOutcome } from "../uplink/server-outcome.ts";
import type { CommandRunner, Taken } from "./command-runner.ts";
import type { CommandStore } from "./command-store.ts";

/** What it stands on. */
export interface CommandLoopOptions {
  readonly clock: Clock;
  readonly store: CommandStore;
  readonly runner: Pick<CommandRunner, "take" | "settle">;
  /** Address of the server; null where no commands are fetched. */
  readonly url: string | null;
  /** What this gateway proves itself with there; undefined while it is not enrolled, or replaced. */
  readonly credential: (url: string) => string | undefined;
  /** Connections of its own: a question that waits must not keep an upload waiting. */
  readonly connect: (url: string) => ServerPort;
  /** The server's word through a broker; null where there is none. */
  readonly calls: PipeCalls | null;
  /** How long to wait before the first question. */
  readonly beginMs: number;
  /** From 0 up to 1, for pauses. */
  readonly draw: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** A question waits so long at the server; below the silence at which a connection counts as dead. */
const WAIT_SECONDS = 40;
/** Where nothing waits the pipe is asked so often: a broker that keeps calls back gains no more. */
const CALLS_MS = 40_000;
/**
 * It is fetched so often whatever the pipe says: only what comes by HTTPS tells the server that this gateway
 * lives, and a box that was silent for an hour may lose its place to another.
 */
const FETCH_MS = 10 * 60_000;
/** A gateway that is not enrolled is looked at again so often. */
const LOOK_MS = 5000;
/** When all that came is being carried out already, or nothing came of what waited. */
const RUNNING_MS = 1000;
/** Bytes of eight commands. */
const ANSWER_BYTES_MAX = 1024 * 1024;

/** The questions of one configuration. */
export class CommandLoop {
  readonly #options: CommandLoopOptions;
  readonly #ended = new AbortController();
  #pause = new AbortController();
  #connection: ServerPort | null = null;
  #failures = 0;
  #isAnswered = false;
  /** Whether the server called since it was asked. */
  #isCalled = false;
  /** When the server last answered by HTTPS; monotonic. */
  #fetchedMs = Number.NEGATIVE_INFINITY;

  constructor(options: CommandLoopOptions) {
    this.#options = options;
  }

  /** How it stands. */
  get state(): CommandsState["state"] {
    const { url, credential } = this.#options;
    if (url === null) return "off";
    if (credential(url) === undefined) return "not-enrolled";
    if (this.#failures > 0) return "silent";
    return this.#isAnswered ? "listening" : "connecting";
  }

  /** Begins; does not wait. */
  start(): void {
    const { url, connect, calls, onFailure } = this.#options;
    if (url === null || this.#connection !== null) return;
    calls?.listen(() => this.#hearCall());
    this.#connection = connect(url);
    void this.#run(url, this.#connection).catch(onFailure);
  }

  /**
   * Asks no more. What is being carried out goes on, and may be what ends this loop: its answer is told by
   * the next one.
   */
  stop(): void {
    this.#ended.abort();
    this.#pause.abort();
    this.#connection?.close();
  }

  /** Asks at once, where a failure put the next question off. */
  askNow(): void {
    this.#pause.abort();
  }

  async #run(url: string, server: ServerPort): Promise<void> {
    const { beginMs, draw, credential, calls, onFailure } = this.#options;
    await this.#wait(beginMs);
    while (!this.#ended.signal.aborted) {
      const bearer = credential(url);
      if (bearer === undefined) {
        await this.#wait(LOOK_MS);
        continue;
      }
      const { signal } = this.#ended;
      const ways: Ways = {
        ask: (request) => server.ask({ ...request, bearer }, signal),
        waits: calls === null ? null : () => calls.ask(bearer, signal),
        isTheirs: () => credential(url) === bearer,
      };
      const failure = await this.#turn(ways).catch((error: unknown): Failed => {
        onFailure(error);
        return { kind: "failed", code: "ledger", detail: "see the log", retryAfterMs: null };
      });
      if (failure === null) {
        this.#noteAnswer();
        continue;
      }
      this.#failures += 1;
      await this.#wait(backOffMs(this.#failures, draw(), failure.retryAfterMs));
    }
  }

  /** What is known is told, then it is asked what there is. Null when the server answered. */
  async #turn({ ask, waits, isTheirs }: Ways): Promise<Failed | null> {
    const { runner, store } = this.#options;
    await runner.settle();
    for (const { commandId, answer } of store.open()) {
      const failure = answer === null ? null : await this.#tell(ask, commandId, answer);
      if (failure !== null) return failure;
    }
    this.#isCalled = false;
    const waitSeconds = await this.#waitSeconds(waits);
    if (waitSeconds === null) {
      this.#noteAnswer();
      if (!this.#isCalled) await this.#wait(CALLS_MS);
      return null;
    }
    const outcome = await ask({
      method: "GET",
      path: `/v1/commands?wait=${waitSeconds}`,
      answerBytesMax: ANSWER_BYTES_MAX,
    });
    if (outcome.kind === "refused") return asFailure(outcome);
    if (outcome.kind === "failed") return outcome;
    const read = answerAs(CommandBatch, outcome);
    if (read.kind === "failed") return read;
    this.#noteAnswer();
    this.#fetchedMs = this.#options.clock.monotonicMs();
    // Nothing is done for a server that was left while the question waited.
    if (!isTheirs()) return null;
    if (waitSeconds === 0 && read.answer.commands.length === 0) await this.#wait(RUNNING_MS);
    return this.#takeAll(ask, read.answer);
  }

  /** So long the question is to wait at the server; null where the pipe says that it need not be asked. */
  async #waitSeconds(waits: Ways["waits"]): Promise<number | null> {
    if (waits === null) return WAIT_SECONDS;
    if (this.#options.clock.monotonicMs() - this.#fetchedMs >= FETCH_MS) return 0;
    const isWaiting = await waits();
    if (isWaiting === null) return WAIT_SECONDS;
    return isWaiting ? 0 : null;
  }

  async #takeAll(ask: Ask, { commands }: CommandBatch): Promise<Failed | null> {
    const { runner } = this.#options;
    let running = 0;
    for (const command of commands) {
      // What the next loop is handed over is its to begin.
      if (this.#ended.signal.aborted) return null;
      const answer = await runner.take(command);
      if (answer === null) running += 1;
      else {
        const failure = await this.#tell(ask, command.commandId, answer);
        if (failure !== null) return failure;
      }
    }
    if (commands.length > 0 && running === commands.length) await this.#wait(RUNNING_MS);
    return null;
  }

  /** Null when the server has the answer, or does not want it. */
  async #tell(ask: Ask, commandId: string, answer: NonNullable<Taken>): Promise<Failed | null> {
    const { store, clock } = this.#options;
    const bytes = new TextEncoder().encode(JSON.stringify(answer));
    const body = { type: "application/json", bytes } as const;
    const path = `/v1/commands/${commandId}/answer`;
    const outcome = await ask({ method: "POST", path, body });
    if (outcome.kind === "failed") return outcome;
    // A server that knows no such command, or has another answer, is not told a second time.
    const isOver =
      outcome.kind === "answered" || outcome.code === "NOT_FOUND" || outcome.code === "CONFLICT";
    if (!isOver) return asFailure(outcome);
    if (store.writable) store.transaction(() => store.noteTold(commandId, clock.nowMs()));
    return null;
  }

  #noteAnswer(): void {
    this.#failures = 0;
    this.#isAnswered = true;
  }

  /** Cuts the pause short in which the server is not asked; not that of a failure. */
  #hearCall(): void {
    this.#isCalled = true;
    if (this.#failures === 0) this.#pause.abort();
  }

  async #wait(pauseMs: number): Promise<void> {
    if (this.#ended.signal.aborted) return;
    this.#pause = new AbortController();
    await sleep(this.#options.clock, pauseMs, this.#pause.signal);
  }
}

type Ask = (request: ServerRequest) => Promise<ServerOutcome>;

/** The ways of one turn. */
interface Ways {
  readonly ask: Ask;
  /** What the pipe says of commands, if anything; null where there is none. */
  readonly waits: (() => Promise<boolean | null>) | null;
  /** Whether what is asked is still the server that is to be asked. */
  readonly isTheirs: () => boolean;
}
