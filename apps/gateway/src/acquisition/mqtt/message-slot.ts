/**
 * What is kept for one counter from one kind of message: the newest message that counts, and one
 * that waits for a second. Pure.
 *
 *   message, device settled ──────────────────────────► kept
 *   message within 30 s of coming online ──► waiting ── second one, not lower ──► kept
 */

import type { MissingReason } from "@mega/domain";
import { addExact, type ExactDecimal, type MessagePart, negated } from "@mega/profiles";

/** A message's contribution to one counter. */
export interface SlotMessage {
  readonly part: Extract<MessagePart, { kind: "part" }>;
  readonly receivedAtMs: number;
  /** undefined where the device gives no time that can be believed. */
  readonly deviceTimeMs: number | undefined;
  readonly serialNumber: string | undefined;
}

/** The state of one counter and message. */
export interface MessageSlot {
  readonly kept: SlotMessage | null;
  /** The latest message of a device that has just come online. */
  readonly waiting: { readonly value: ExactDecimal; readonly onlineNo: number } | null;
  readonly retainedSeen: boolean;
  readonly refusal: { readonly atMs: number; readonly detail: string } | null;
}

/** Nothing has come. */
export const emptySlot: MessageSlot = {
  kept: null,
  waiting: null,
  retainedSeen: false,
  refusal: null,
};

/** How far a device's clock may run ahead before its time is no longer believed. */
const clockAheadMsMax = 300_000;
/** Wall time that a message may lie ahead of a clock that has stepped back. */
const stepMsMax = 5000;

/**
 * Takes a message in.
 *
 * @param slot The state before.
 * @param message The message.
 * @param onlineNo Which coming online of the device it follows, where that is less than 30 s ago; else
 *   null. A number and no time: two may fall into the same millisecond.
 * @returns The state after, and whether the message counts.
 */
export function takeIn(
  slot: MessageSlot,
  message: SlotMessage,
  onlineNo: number | null,
): { readonly slot: MessageSlot; readonly outcome: "kept" | "unconfirmed" | "replayed" } {
  if (isReplay(slot.kept, message)) return { slot, outcome: "replayed" };
  const kept = { ...slot, kept: message, refusal: null };
  if (onlineNo === null) return { slot: { ...kept, waiting: null }, outcome: "kept" };
  const waiting = { value: message.part.value, onlineNo };
  const before = slot.waiting?.onlineNo === onlineNo ? slot.waiting.value : undefined;
  if (before !== undefined && !isLower(message.part.value, before)) {
    return { slot: { ...kept, waiting }, outcome: "kept" };
  }
  return { slot: { ...slot, waiting }, outcome: "unconfirmed" };
}

/**
 * The message of a slot that counts as a reading of the moment.
 *
 * @param slot The state.
 * @param options nowMs: gateway time; maxAgeMs: the greatest age, by receipt and by device time.
 * @returns The message, or why there is none.
 */
export function freshMessage(
  slot: MessageSlot,
  options: { readonly nowMs: number; readonly maxAgeMs: number },
):
  | { readonly kind: "message"; readonly message: SlotMessage }
  | { readonly kind: "none"; readonly reason: MissingReason; readonly detail: string } {
  const { kept, refusal } = slot;
  const ageMs = kept === null ? Number.POSITIVE_INFINITY : options.nowMs - takenMs(kept);
  if (kept !== null && ageMs <= options.maxAgeMs && ageMs >= -stepMsMax) {
    return { kind: "message", message: kept };
  }
  if (refusal !== null && options.nowMs - refusal.atMs <= options.maxAgeMs) {
    return { kind: "none", reason: "bad-payload", detail: refusal.detail };
  }
  if (slot.waiting !== null) {
    const detail = "The device has come online and has not sent a second message.";
    return { kind: "none", reason: "no-message", detail };
  }
  if (kept !== null) {
    const detail = `The newest message is ${Math.round(ageMs / 1000)} s old.`;
    return { kind: "none", reason: "stale-message", detail };
  }
  const detail = slot.retainedSeen ? "Only a retained message has come." : "No message has come.";
  return { kind: "none", reason: "no-message", detail };
}

/** A broker may hand on late what a device wrote earlier: the earlier of both times decides. */
function takenMs(message: SlotMessage): number {
  const deviceTimeMs = believedTime(message);
  return Math.min(message.receivedAtMs, deviceTimeMs ?? message.receivedAtMs);
}

function isReplay(kept: SlotMessage | null, message: SlotMessage): boolean {
  const before = kept === null ? undefined : believedTime(kept);
  return (
    before !== undefined && message.deviceTimeMs !== undefined && message.deviceTimeMs <= before
  );
}

function believedTime(message: SlotMessage): number | undefined {
  const { deviceTimeMs, receivedAtMs } = message;
  if (deviceTimeMs === undefined || deviceTimeMs > receivedAtMs + clockAheadMsMax) return undefined;
  return deviceTimeMs;
}

function isLower(value: ExactDecimal, than: ExactDecimal): boolean {
  return addExact(value, negated(than)).digits < 0n;
}
