/**
 * Two links joined back to back in one process, for simulators and tests.
 *
 * Bytes cross at the pace of the simulated line and are delivered by an injected scheduler, so a
 * moved clock makes every run the same. A write is copied once and delivered whole, at the time its
 * last character has crossed; a test that wants chunks writes chunks.
 */

import type { LineSettings, Link } from "./link.ts";
import { charBitsOf } from "./link.ts";

/** What delivery needs: a clock's monotonic time and its timer. */
export interface DeliveryScheduler {
  monotonicMs(): number;
  setTimer(delayMs: number, callback: () => void): () => void;
}

export interface MemoryLinkOptions {
  readonly scheduler: DeliveryScheduler;
  /** The line that is simulated; without it bytes cross at once, in the next timer. */
  readonly line?: LineSettings;
  readonly latencyMs?: number;
}

export interface MemoryLinkPair {
  readonly near: Link;
  readonly far: Link;
  /** Brings both ends down, as an unplugged cable does. */
  cut(reason: string): void;
}

/**
 * Makes two links, each of which receives what the other writes.
 *
 * @param options The scheduler, and the line whose pace is kept.
 * @returns Both ends; closing one end brings the other one down.
 */
export function memoryLinkPair(options: MemoryLinkOptions): MemoryLinkPair {
  const near = new MemoryLink(options);
  const far = new MemoryLink(options);
  near.join(far);
  far.join(near);
  return {
    near,
    far,
    cut(reason) {
      near.fail(reason);
      far.fail(reason);
    },
  };
}

class MemoryLink implements Link {
  readonly latencyMs: number;
  readonly charBits: number;
  readonly baud: number;
  onBytes: (bytes: Uint8Array) => void = () => undefined;
  onDown: (reason: string) => void = () => undefined;
  readonly #scheduler: DeliveryScheduler;
  #peer: MemoryLink | undefined;
  #open = true;
  #lineFreeAtMs = 0;

  constructor(options: MemoryLinkOptions) {
    this.#scheduler = options.scheduler;
    this.latencyMs = options.latencyMs ?? 0;
    this.charBits = options.line === undefined ? 0 : charBitsOf(options.line);
    this.baud = options.line?.baud ?? 0;
  }

  join(peer: MemoryLink): void {
    this.#peer = peer;
  }

  write(bytes: Uint8Array): void {
    const peer = this.#peer;
    if (!this.#open || peer === undefined || bytes.length === 0) return;
    const copy = bytes.slice();
    const nowMs = this.#scheduler.monotonicMs();
    const charMs = this.baud === 0 ? 0 : (this.charBits * 1000) / this.baud;
    this.#lineFreeAtMs = Math.max(this.#lineFreeAtMs, nowMs) + copy.length * charMs;
    const delayMs = this.#lineFreeAtMs - nowMs + peer.latencyMs;
    this.#scheduler.setTimer(delayMs, () => {
      if (peer.#open) peer.onBytes(copy);
    });
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    const peer = this.#peer;
    this.#scheduler.setTimer(0, () => peer?.fail("The other end was closed."));
  }

  fail(reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.onDown(reason);
  }
}
