/**
 * The newest frames of one bus, in memory that is taken once and used again: the master's path only
 * copies bytes. Words are made of them when somebody looks.
 */

import type { FrameClass } from "@mega/contract";

/** Frames that are kept of a bus. */
export const FRAMES_MAX = 2000;
/** The longest frame of Modbus TCP; what is longer goes on in the next entry. */
const FRAME_BYTES_MAX = 260;
/** Silence after which bytes are a frame of their own: lumps of one frame come closer. */
const SILENCE_MS = 100;

/** A frame as it was kept. */
export interface LoggedFrame {
  readonly no: number;
  /** Wall time of its first bytes. */
  readonly atMs: number;
  readonly direction: "sent" | "received";
  readonly bytes: Uint8Array;
  /** Of the question it belongs to; null for what nobody asked for. */
  readonly unit: number | null;
  readonly kind: FrameClass;
  readonly turnaroundMs: number | null;
}

/** Which frames. */
export interface FrameQuery {
  readonly unit?: number;
  readonly kind?: FrameClass;
  readonly beforeNo?: number;
  readonly afterNo?: number;
  readonly limit: number;
}

interface Slot {
  no: number;
  atMs: number;
  lastAtMs: number;
  direction: "sent" | "received";
  readonly bytes: Uint8Array;
  length: number;
  unit: number | null;
  kind: FrameClass;
  turnaroundMs: number | null;
}

/** A ring of frames. */
export class FrameRing {
  readonly #slots: Slot[] = [];
  #newest: Slot | undefined;
  #question: Slot | undefined;

  get newestNo(): number {
    return this.#newest?.no ?? 0;
  }

  get oldestNo(): number {
    return this.newestNo === 0 ? 0 : Math.max(1, this.newestNo - FRAMES_MAX + 1);
  }

  /** Notes a question that goes on the line. */
  sent(unit: number, bytes: Uint8Array, atMs: number): void {
    this.#question = this.#add("sent", unit, "open", bytes, atMs);
  }

  /** Notes bytes that came; any number at a time. */
  received(bytes: Uint8Array, atMs: number): void {
    const slot = this.#newest;
    const room = FRAME_BYTES_MAX - (slot?.length ?? 0);
    if (
      slot?.direction === "received" &&
      bytes.length <= room &&
      atMs - slot.lastAtMs <= SILENCE_MS
    ) {
      slot.bytes.set(bytes, slot.length);
      slot.length += bytes.length;
      slot.lastAtMs = atMs;
      return;
    }
    const open = this.#question?.kind === "open" ? this.#question : undefined;
    for (let from = 0; from < bytes.length; from += FRAME_BYTES_MAX) {
      const part = bytes.subarray(from, from + FRAME_BYTES_MAX);
      this.#add("received", open?.unit ?? null, "noise", part, atMs);
    }
  }

  /** Notes how the question on the line ended, for it and for all that came since. */
  ended(unit: number, kind: FrameClass, turnaroundMs: number | null): void {
    const question = this.#question;
    if (question?.kind !== "open" || question.unit !== unit) return;
    question.kind = kind;
    question.turnaroundMs = turnaroundMs;
    for (let no = question.no + 1; no <= this.newestNo; no++) {
      const slot = this.#slotOf(no);
      if (slot.kind === "late") continue;
      slot.kind = kind;
      slot.turnaroundMs = turnaroundMs;
    }
  }

  /** Notes that what came last answers a question that was given up. */
  late(unit: number, turnaroundMs: number): void {
    const slot = this.#newest;
    if (slot?.direction !== "received" || slot.kind !== "noise") return;
    slot.unit = unit;
    slot.kind = "late";
    slot.turnaroundMs = turnaroundMs;
    // What comes behind it is another frame, however close.
    slot.lastAtMs = Number.NEGATIVE_INFINITY;
  }

  /** The question that is or was on the line, and what came since: the first of it is enough. */
  lastExchange(): { readonly sent: Uint8Array; readonly received: Uint8Array } {
    const question = this.#question;
    if (question === undefined) return { sent: new Uint8Array(0), received: new Uint8Array(0) };
    const sent = question.bytes.subarray(0, question.length);
    for (let no = question.no + 1; no <= this.newestNo; no++) {
      const reply = this.#slotOf(no);
      if (reply.kind === "late") continue;
      return { sent, received: reply.bytes.subarray(0, reply.length) };
    }
    return { sent, received: new Uint8Array(0) };
  }

  /** Frames, the newest first. */
  list({ unit, kind, beforeNo, afterNo = 0, limit }: FrameQuery): LoggedFrame[] {
    const found: LoggedFrame[] = [];
    const fromNo = Math.min(this.newestNo, (beforeNo ?? Number.POSITIVE_INFINITY) - 1);
    for (let no = fromNo; no > afterNo && no >= this.oldestNo && no > 0; no--) {
      if (found.length >= limit) break;
      const slot = this.#slotOf(no);
      if (unit !== undefined && slot.unit !== unit) continue;
      if (kind !== undefined && slot.kind !== kind) continue;
      const { atMs, direction, turnaroundMs } = slot;
      const bytes = slot.bytes.slice(0, slot.length);
      found.push({ no, atMs, direction, bytes, unit: slot.unit, kind: slot.kind, turnaroundMs });
    }
    return found;
  }

  #add(
    direction: Slot["direction"],
    unit: number | null,
    kind: FrameClass,
    bytes: Uint8Array,
    atMs: number,
  ): Slot {
    const no = this.newestNo + 1;
    const index = (no - 1) % FRAMES_MAX;
    const slot = this.#slots[index] ?? emptySlot();
    this.#slots[index] = slot;
    // The question's slot may be the one that is used again: its reply is then nobody's.
    if (slot === this.#question) this.#question = undefined;
    slot.bytes.set(bytes, 0);
    slot.length = bytes.length;
    slot.no = no;
    slot.atMs = atMs;
    slot.lastAtMs = atMs;
    slot.direction = direction;
    slot.unit = unit;
    slot.kind = kind;
    slot.turnaroundMs = null;
    this.#newest = slot;
    return slot;
  }

  #slotOf(no: number): Slot {
    const slot = this.#slots[(no - 1) % FRAMES_MAX];
    if (slot === undefined) throw new RangeError(`frame ${no} is not kept`);
    return slot;
  }
}

function emptySlot(): Slot {
  return {
    no: 0,
    atMs: 0,
    lastAtMs: 0,
    direction: "sent",
    bytes: new Uint8Array(FRAME_BYTES_MAX),
    length: 0,
    unit: null,
    kind: "open",
    turnaroundMs: null,
  };
}
