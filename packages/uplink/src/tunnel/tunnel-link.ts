/**
 * One side of a tunnel: many requests over one connection. It knows frames and no network: bytes go out
 * by a function and come in by another. Whatever breaks the protocol ends the whole tunnel, since
 * whoever says it is not one of ours.
 */

import { decodeFrame, encodeFrame, type TunnelEnd, type TunnelFrame } from "./frames.ts";
import type { TunnelRequestHead, TunnelResponseHead } from "./heads.ts";
import { TUNNEL_STREAMS_MAX } from "./limits.ts";
import { TunnelStream } from "./tunnel-stream.ts";

/** What a side needs. */
export interface LinkPorts {
  readonly send: (bytes: Uint8Array) => void;
  /** Answers a request; only the gateway's side has it. */
  readonly onRequest?: (head: TunnelRequestHead, stream: TunnelStream) => void;
  /** Hears once that the tunnel is over, why, and what was wrong where something was. */
  readonly onEnd: (why: TunnelEnd, detail: string) => void;
}

/** What has passed. */
export interface TunnelCounts {
  readonly requests: number;
  /** Bytes of whole frames. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** The side. */
export class TunnelLink {
  readonly #ports: LinkPorts;
  readonly #streams = new Map<number, TunnelStream>();
  #lastNo = 0;
  #ended = false;
  #counts = { requests: 0, bytesIn: 0, bytesOut: 0 };

  constructor(ports: LinkPorts) {
    this.#ports = ports;
  }

  /** What has passed so far. */
  get counts(): TunnelCounts {
    return { ...this.#counts };
  }

  /** Requests that go on. */
  get open(): number {
    return this.#streams.size;
  }

  /**
   * Asks for something; of the server's side.
   *
   * @returns undefined when too many requests go on, or the tunnel is over
   */
  request(
    head: TunnelRequestHead,
    onResponse: (head: TunnelResponseHead) => void,
  ): TunnelStream | undefined {
    if (this.#ended || this.#streams.size >= TUNNEL_STREAMS_MAX) return undefined;
    this.#lastNo += 1;
    this.#counts.requests += 1;
    const stream = this.#openStream(this.#lastNo, onResponse);
    this.#send({ kind: "request", streamNo: this.#lastNo, head });
    return stream;
  }

  /** Takes a message of the other side. */
  receive(bytes: Uint8Array): void {
    if (this.#ended) return;
    this.#counts.bytesIn += bytes.length;
    const frame = decodeFrame(bytes);
    const wrong = frame.kind === "malformed" ? frame.why : this.#take(frame);
    if (wrong !== null) this.#finish("breach", wrong, true);
  }

  /** Ends the tunnel and tells the other side. */
  end(why: TunnelEnd): void {
    this.#finish(why, "", true);
  }

  /** The connection is gone. */
  lost(): void {
    this.#finish("lost", "", false);
  }

  #take(frame: TunnelFrame): string | null {
    if (frame.kind === "close") {
      this.#finish(frame.why, "", false);
      return null;
    }
    if (frame.kind === "request") return this.#takeRequest(frame);
    const stream = this.#streams.get(frame.streamNo);
    if (stream !== undefined) return stream.hear(frame);
    // What was under way when the stream was given up here is let go.
    return frame.streamNo > this.#lastNo ? `a stream that nobody opened: ${frame.streamNo}` : null;
  }

  #takeRequest({
    streamNo,
    head,
  }: Extract<TunnelFrame, { readonly kind: "request" }>): string | null {
    const { onRequest } = this.#ports;
    if (onRequest === undefined) return "a request from the gateway";
    if (streamNo <= this.#lastNo) return `a stream that was there before: ${streamNo}`;
    if (this.#streams.size >= TUNNEL_STREAMS_MAX) return "more requests than may go on";
    this.#lastNo = streamNo;
    this.#counts.requests += 1;
    onRequest(head, this.#openStream(streamNo));
    return null;
  }

  #openStream(no: number, onResponse?: (head: TunnelResponseHead) => void): TunnelStream {
    const stream = new TunnelStream({
      streamNo: no,
      send: (frame) => this.#send(frame),
      onOver: () => this.#streams.delete(no),
      ...(onResponse === undefined ? {} : { onResponse }),
    });
    // Whoever uses the stream hears of its end by "close"; an error that nobody hears would end the process.
    stream.on("error", () => undefined);
    this.#streams.set(no, stream);
    return stream;
  }

  #send(frame: TunnelFrame): void {
    if (this.#ended) return;
    const bytes = encodeFrame(frame);
    this.#counts.bytesOut += bytes.length;
    this.#ports.send(bytes);
  }

  #finish(why: TunnelEnd, detail: string, tell: boolean): void {
    if (this.#ended) return;
    if (tell) this.#send({ kind: "close", why });
    this.#ended = true;
    for (const stream of [...this.#streams.values()]) stream.giveUp(`the tunnel is over: ${why}`);
    this.#streams.clear();
    this.#ports.onEnd(why, detail);
  }
}
