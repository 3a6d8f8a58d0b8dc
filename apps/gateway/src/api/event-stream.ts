/**
 * The live stream (server-sent events): what changes is told to every open page. A page that reads
 * too slowly is cut off; it connects again and asks for what it missed.
 */

import type { StreamEvent } from "@mega/contract";
import { type Clock, MegaError } from "@mega/domain";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { EventFilter } from "../access/limits/tenant-events.ts";

/** Pages that listen at the same time. */
const LISTENERS_MAX = 32;
/** Bytes that may wait for a slow page. */
const WAITING_BYTES_MAX = 262_144;
/** Between two comments that keep proxies and phones awake. */
const KEEP_AWAKE_MS = 20_000;

/** Tells every open page. */
export class EventStream {
  readonly #clock: Clock;
  readonly #hello: () => StreamEvent;
  readonly #listeners = new Map<FastifyReply, EventFilter | undefined>();
  #nextId = 1;
  #cancelKeepAwake: (() => void) | undefined;

  /** `hello` makes the first message of a connection. */
  constructor(clock: Clock, hello: () => StreamEvent) {
    this.#clock = clock;
    this.#hello = hello;
  }

  /** Whether any page listens. */
  get heard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Takes over the reply of a request for the stream; the filter says what may be heard. */
  connect(request: FastifyRequest, reply: FastifyReply, filter?: EventFilter): FastifyReply {
    if (this.#listeners.size >= LISTENERS_MAX) {
      throw new MegaError("TOO_MANY_REQUESTS", `More than ${LISTENERS_MAX} pages are listening`, {
        hint: "Close other windows of the gateway.",
      });
    }
    reply.hijack();
    reply.raw.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    this.#listeners.set(reply, filter);
    request.raw.on("close", () => this.#drop(reply));
    this.#write(reply, this.#hello());
    this.#cancelKeepAwake ??= this.#keepAwake();
    return reply;
  }

  /** Tells every listener. */
  send(event: StreamEvent): void {
    for (const reply of this.#listeners.keys()) this.#write(reply, event);
  }

  /** Ends every connection. */
  close(): void {
    this.#cancelKeepAwake?.();
    for (const reply of this.#listeners.keys()) reply.raw.end();
    this.#listeners.clear();
  }

  #write(reply: FastifyReply, message: StreamEvent): void {
    const filter = this.#listeners.get(reply);
    const event = filter === undefined ? message : filter(message);
    if (event === null) return;
    reply.raw.write(
      `id: ${this.#nextId++}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`,
    );
    if (reply.raw.writableLength > WAITING_BYTES_MAX) this.#drop(reply);
  }

  #drop(reply: FastifyReply): void {
    this.#listeners.delete(reply);
    reply.raw.destroy();
  }

  #keepAwake(): () => void {
    return this.#clock.setTimer(KEEP_AWAKE_MS, () => {
      for (const reply of this.#listeners.keys()) reply.raw.write(": awake\n\n");
      this.#cancelKeepAwake = this.#listeners.size > 0 ? this.#keepAwake() : undefined;
    });
  }
}
