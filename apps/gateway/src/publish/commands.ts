/**
 * Commands that come through a broker: read a meter, publish everything. They are taken where the
 * configuration allows it, so many a minute, and each is answered: on the topic its sender named
 * (MQTT 5), else on the one beside the command.
 */

import type { ReadAnswer } from "@mega/contract";
import { type Clock, MegaError } from "@mega/domain";
import type { Incoming, Outgoing } from "./connection.ts";
import { type Command, commandOf, resultTopic, type Topics } from "./messages/topics.ts";

/** Commands of one broker in a minute; the others are refused. */
const PER_MINUTE_MAX = 20;
const MINUTE_MS = 60_000;
/** Commands that are being done at once. */
const AT_ONCE_MAX = 4;
const TOPIC_LENGTH_MAX = 255;

/** What commands do. */
export interface CommandsOptions {
  readonly clock: Clock;
  readonly topics: Topics;
  /** Beginnings of topics on which no answer is written, whoever asks for it. */
  readonly guarded: readonly string[];
  readonly readChannel: (channelNo: number) => Promise<ReadAnswer>;
  /** Publishes everything; the number of messages. */
  readonly publishAll: () => Promise<number>;
  readonly answer: (message: Outgoing) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Takes the commands of one broker. */
export class Commands {
  readonly #options: CommandsOptions;
  #takenAtMs: number[] = [];
  #running = 0;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** Does what a message asks for; one that is no command is left alone. */
  async take(message: Incoming): Promise<void> {
    const { topics, answer, guarded } = this.#options;
    const command = commandOf(topics, message.topic);
    // A kept message would be done again at every connection.
    if (command === undefined || message.retained) return;
    const payload = JSON.stringify(await this.#done(command));
    const correlation = message.correlation;
    answer({
      topic: answerTopic(message, guarded),
      payload,
      retained: false,
      ...(correlation === undefined ? {} : { correlation }),
    });
  }

  async #done(command: Command): Promise<object> {
    if (!this.#mayTake()) {
      const detail = `At most ${PER_MINUTE_MAX} commands a minute and ${AT_ONCE_MAX} at once`;
      return { ok: false, code: "TOO_MANY_REQUESTS", detail };
    }
    this.#running += 1;
    try {
      return { ok: true, ...(await this.#do(command)) };
    } catch (error) {
      if (error instanceof MegaError) {
        return { ok: false, code: error.code, detail: error.message };
      }
      this.#options.onFailure(error);
      return { ok: false, code: "INTERNAL", detail: "The log of the gateway says more" };
    } finally {
      this.#running -= 1;
    }
  }

  async #do(command: Command): Promise<object> {
    if (command.kind === "publish") return { messages: await this.#options.publishAll() };
    const { channelNo } = command;
    const { item } = await this.#options.readChannel(channelNo);
    const { status, reason, indexText } = item;
    return { ch: channelNo, status, reason, index: indexText };
  }

  #mayTake(): boolean {
    const nowMs = this.#options.clock.monotonicMs();
    this.#takenAtMs = this.#takenAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS);
    if (this.#takenAtMs.length >= PER_MINUTE_MAX || this.#running >= AT_ONCE_MAX) return false;
    this.#takenAtMs.push(nowMs);
    return true;
  }
}

/** A sender's topic is taken unless the gateway itself, or a meter, says something there. */
function answerTopic({ topic, responseTopic }: Incoming, guarded: readonly string[]): string {
  const taken =
    responseTopic !== undefined &&
    responseTopic.length > 0 &&
    responseTopic.length <= TOPIC_LENGTH_MAX &&
    !/[+#\0]/.test(responseTopic) &&
    !guarded.some((prefix) => responseTopic.startsWith(prefix));
  return taken ? responseTopic : resultTopic(topic);
}
