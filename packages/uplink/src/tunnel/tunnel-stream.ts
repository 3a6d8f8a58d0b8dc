/**
 * One request with its answer in a tunnel, as a stream of bytes in both directions. Neither side sends
 * more than the other one has room for: whoever reads slowly makes the sender wait, and nothing piles up
 * here but one window.
 */

import { Duplex } from "node:stream";
import type { TunnelFrame } from "./frames.ts";
import type { TunnelResponseHead } from "./heads.ts";
import { TUNNEL_DATA_BYTES_MAX, TUNNEL_WINDOW_BYTES } from "./limits.ts";

/** Room is given back in pieces of this size, so that not every read is a frame. */
const CREDIT_BYTES_MIN = TUNNEL_WINDOW_BYTES / 4;

/** What a stream needs of its tunnel. */
export interface StreamPorts {
  readonly streamNo: number;
  readonly send: (frame: TunnelFrame) => void;
  /** The stream is over, by whatever way. */
  readonly onOver: () => void;
  /** Hears the head of the answer; of the side that asks. */
  readonly onResponse?: (head: TunnelResponseHead) => void;
}

/** The stream. */
export class TunnelStream extends Duplex {
  readonly #ports: StreamPorts;
  /** Bytes that may still be sent before the other side gives room. */
  #room = TUNNEL_WINDOW_BYTES;
  #unsent: Uint8Array = new Uint8Array(0);
  #whenSent: (() => void) | null = null;
  /** Bytes that the other side may still send. */
  #granted = TUNNEL_WINDOW_BYTES;
  #readSinceCredit = 0;
  readonly #unread: Uint8Array[] = [];
  #wantsMore = false;
  #hasAnswered = false;
  #otherEnded = false;
  #isToldEnd = false;
  #otherGaveUp = false;

  constructor(ports: StreamPorts) {
    super({ allowHalfOpen: true });
    this.#ports = ports;
  }

  /** Sends the head of the answer; of the side that answers. */
  respond(head: TunnelResponseHead): void {
    const { streamNo, send } = this.#ports;
    if (this.#hasAnswered || this.destroyed) return;
    this.#hasAnswered = true;
    send({ kind: "response", streamNo, head });
  }

  /**
   * Takes a frame of the other side.
   *
   * @returns what of it breaks the protocol; null when all is well
   */
  hear(frame: Exclude<TunnelFrame, { readonly kind: "request" | "close" }>): string | null {
    switch (frame.kind) {
      case "response":
        return this.#takeResponse(frame.head);
      case "data":
        return this.#takeData(frame.bytes);
      case "end":
        if (this.#otherEnded) return "a second end";
        this.#otherEnded = true;
        this.#deliver();
        return null;
      case "reset":
        this.giveUp("the other side gave the request up");
        return null;
      case "credit":
        this.#room += frame.bytes;
        if (this.#room > TUNNEL_WINDOW_BYTES) return "more room than there is";
        this.#pump();
        return null;
    }
  }

  /** Ends it without telling the other side, which knows or cannot be told. */
  giveUp(why: string): void {
    this.#otherGaveUp = true;
    this.destroy(new Error(why));
  }

  #takeResponse(head: TunnelResponseHead): string | null {
    const { onResponse } = this.#ports;
    if (onResponse === undefined || this.#hasAnswered) return "an answer that nobody asked for";
    this.#hasAnswered = true;
    onResponse(head);
    return null;
  }

  #takeData(bytes: Uint8Array): string | null {
    const isAsking = this.#ports.onResponse !== undefined;
    if (this.#otherEnded) return "bytes behind the end";
    if (isAsking && !this.#hasAnswered) return "bytes before the head";
    if (bytes.length > this.#granted) return "more bytes than there is room for";
    this.#granted -= bytes.length;
    this.#unread.push(bytes);
    this.#deliver();
    return null;
  }

  override _read(): void {
    this.#wantsMore = true;
    this.#deliver();
  }

  /** Hands on what is wanted, and gives room for as much. */
  #deliver(): void {
    while (this.#wantsMore) {
      const bytes = this.#unread.shift();
      if (bytes === undefined) break;
      this.#readSinceCredit += bytes.length;
      this.#wantsMore = this.push(bytes);
    }
    if (this.#otherEnded) {
      if (this.#unread.length === 0 && !this.#isToldEnd) {
        this.#isToldEnd = true;
        this.push(null);
      }
      return;
    }
    if (this.#readSinceCredit < CREDIT_BYTES_MIN || this.destroyed) return;
    const bytes = this.#readSinceCredit;
    this.#readSinceCredit = 0;
    this.#granted += bytes;
    this.#ports.send({ kind: "credit", streamNo: this.#ports.streamNo, bytes });
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#unsent = chunk;
    this.#whenSent = done;
    this.#pump();
  }

  /** Sends what there is room for. */
  #pump(): void {
    const { streamNo, send } = this.#ports;
    while (this.#unsent.length > 0 && this.#room > 0 && !this.destroyed) {
      const length = Math.min(this.#unsent.length, this.#room, TUNNEL_DATA_BYTES_MAX);
      send({ kind: "data", streamNo, bytes: this.#unsent.subarray(0, length) });
      this.#room -= length;
      this.#unsent = this.#unsent.subarray(length);
    }
    if (this.#unsent.length > 0) return;
    const done = this.#whenSent;
    this.#whenSent = null;
    done?.();
  }

  override _final(done: () => void): void {
    this.#ports.send({ kind: "end", streamNo: this.#ports.streamNo });
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { streamNo, send, onOver } = this.#ports;
    const isWhole = this.writableFinished && this.readableEnded;
    if (!isWhole && !this.#otherGaveUp) send({ kind: "reset", streamNo });
    this.#unread.length = 0;
    onOver();
    done(error);
  }
}
