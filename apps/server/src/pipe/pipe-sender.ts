/** Who sent a message of the pipe, as far as it proves it, and what goes back to him. */

import {
  openPipe,
  type PipeEnvelope,
  type PipeKind,
  pipeKeysOf,
  pipeTopic,
  provesPipe,
  sealPipe,
} from "@mega/uplink";

/** What goes to a gateway. */
export interface PipeAnswer {
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** What became of a message, as it is counted. */
export type PipeOutcome =
  /** A batch that stands; a question that was answered; a batch that was answered with why not. */
  | { readonly kind: "taken" | "asked" | "refused"; readonly answer: PipeAnswer }
  /** No message; one of another gateway than its topic; one that proves nothing; a question of nobody. */
  | { readonly kind: "malformed" | "foreign" | "forged" | "refused" };

/** The sender of one message. */
export class PipeSender {
  readonly envelope: PipeEnvelope;
  #secretHash: Uint8Array | undefined;

  constructor(envelope: PipeEnvelope) {
    this.envelope = envelope;
  }

  /** The hash that the message was proved with, of those that are kept. */
  readonly prove = (kept: readonly Uint8Array[]): Uint8Array | undefined => {
    this.#secretHash = kept.find((hash) => provesPipe(pipeKeysOf(hash, "up"), this.envelope));
    return this.#secretHash;
  };

  get isProved(): boolean {
    return this.#secretHash !== undefined;
  }

  get content(): Uint8Array {
    const content = openPipe(pipeKeysOf(this.#proved, "up"), this.envelope);
    if (content === undefined) throw new Error("Broken assumption: what is proved can be opened");
    return content;
  }

  /** The answer to this very message: it has the same number. */
  answer(kind: PipeKind, content: Uint8Array): PipeAnswer {
    const { gatewayId, generation, number } = this.envelope;
    const head = { kind, gatewayId, generation, number };
    return {
      topic: pipeTopic(gatewayId, "down"),
      bytes: sealPipe(pipeKeysOf(this.#proved, "down"), head, content),
    };
  }

  get #proved(): Uint8Array {
    if (this.#secretHash === undefined) throw new Error("Broken assumption: nothing was proved");
    return this.#secretHash;
  }
}
