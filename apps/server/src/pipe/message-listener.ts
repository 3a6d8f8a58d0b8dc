/** Hears messages from the pipe and has them answered, so many at once; what is too much falls. */

import type { ServerContext } from "../context.ts";
import { answerMessage } from "./answer-message.ts";
import type { PipeBroker } from "./pipe-broker.ts";

/** As many as there are connections to the database; more would wait there. */
const AT_ONCE_MAX = 10;
/** Messages and bytes that wait for their turn; a gateway whose batch falls sends it by HTTPS. */
const WAITING_MAX = 500;
const WAITING_BYTES_MAX = 32 * 1024 * 1024;

interface Heard {
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** Takes its turn with the others. */
export class MessageListener {
  readonly #context: ServerContext;
  readonly #broker: PipeBroker;
  readonly #waiting: Heard[] = [];
  readonly #running = new Set<Promise<void>>();
  #waitingBytes = 0;
  #stopped = false;

  constructor(context: ServerContext, broker: PipeBroker) {
    this.#context = context;
    this.#broker = broker;
  }

  /** A message came. */
  hear(topic: string, bytes: Uint8Array): void {
    if (this.#stopped) return;
    const isFull =
      this.#waiting.length >= WAITING_MAX || this.#waitingBytes + bytes.length > WAITING_BYTES_MAX;
    if (isFull) {
      this.#context.counters.count("pipe", "fallen");
      return;
    }
    this.#waiting.push({ topic, bytes });
    this.#waitingBytes += bytes.length;
    this.#next();
  }

  /** Ends what has begun; what waits falls. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.length = 0;
    await Promise.all(this.#running);
  }

  #next(): void {
    if (this.#running.size >= AT_ONCE_MAX) return;
    const heard = this.#waiting.shift();
    if (heard === undefined) return;
    this.#waitingBytes -= heard.bytes.length;
    const running = this.#answer(heard).finally(() => {
      this.#running.delete(running);
      this.#next();
    });
    this.#running.add(running);
  }

  async #answer({ topic, bytes }: Heard): Promise<void> {
    const { counters, log } = this.#context;
    try {
      const outcome = await answerMessage(this.#context, topic, bytes);
      counters.count("pipe", outcome.kind);
      if ("answer" in outcome) this.#broker.publish(outcome.answer.topic, outcome.answer.bytes);
    } catch (cause) {
      // Without an answer the gateway turns to HTTPS.
      counters.count("pipe", "failed");
      log.error({ err: cause, topic }, "a message of the pipe was not answered");
    }
  }
}
