/** Two ends of a connection that carry messages to one another, as WebSockets do, without a network. */

import { EventEmitter } from "node:events";

/** An end, as far as a tunnel needs it. */
export class PairedSocket extends EventEmitter {
  other: PairedSocket | null = null;
  isOpen = true;

  send(bytes: Uint8Array): void {
    const copy = Buffer.from(bytes);
    setImmediate(() => this.other?.isOpen && this.other.emit("message", copy, true));
  }

  ping(): void {
    setImmediate(() => {
      if (this.other?.isOpen !== true) return;
      this.other.emit("ping");
      this.emit("pong");
    });
  }

  /** What was sent before still arrives. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    setImmediate(() => {
      this.emit("close");
      this.other?.close();
    });
  }

  terminate(): void {
    this.close();
  }
}

/** Both ends. */
export function socketPair(): readonly [PairedSocket, PairedSocket] {
  const [one, other] = [new PairedSocket(), new PairedSocket()];
  one.other = other;
  other.other = one;
  return [one, other];
}
