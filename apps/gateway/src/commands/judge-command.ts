/** Whether a command is carried out, before its kind is looked at. Pure. */

import { type ClockState, parseInstant, toUtcString } from "@mega/domain";
import type { CommandRefusal, SentCommand } from "@mega/uplink";
import type { TakenCommand } from "./command-store.ts";

/** What a command is held against. */
export interface CommandGround {
  /** Of this box. */
  readonly generation: number;
  readonly nowMs: number;
  readonly clockState: ClockState;
  /** The command as it was taken before; undefined for a new one. */
  readonly taken: TakenCommand | undefined;
}

/** What is done with it. */
export type CommandJudgement =
  /** It is carried out. */
  | { readonly kind: "take"; readonly expiresAtMs: number }
  /** It was broken off, or its answer was lost: what is known of it is told. */
  | { readonly kind: "tell"; readonly taken: TakenCommand }
  | { readonly kind: "refuse"; readonly code: CommandRefusal; readonly detail: string };

/** No command is good for longer, whoever says so: ids cannot be kept for ever. */
const VALID_MS_MAX = 7 * 24 * 60 * 60_000;
/** The server's clock may be ahead of this one by so much. */
const AHEAD_MS_MAX = 10 * 60_000;

/** Judges it. */
export function judgeCommand(sent: SentCommand, ground: CommandGround): CommandJudgement {
  const { taken, generation, nowMs, clockState } = ground;
  if (taken !== undefined && taken.toldAtMs === null && taken.answer !== null) {
    return { kind: "tell", taken };
  }
  if (taken !== undefined && taken.toldAtMs !== null) {
    return refuse("replayed", `it was taken at ${toUtcString(taken.takenAtMs)} and answered`);
  }
  if (sent.generation !== generation) {
    return refuse(
      "other-generation",
      `it is for box ${sent.generation}; this one is ${generation}`,
    );
  }
  const issuedAtMs = parseInstant(sent.issuedAt);
  const expiresAtMs = parseInstant(sent.expiresAt);
  if (issuedAtMs === undefined || expiresAtMs === undefined || expiresAtMs <= issuedAtMs) {
    return refuse("malformed", "it is not valid for a time");
  }
  if (expiresAtMs - issuedAtMs > VALID_MS_MAX) {
    return refuse("malformed", "it is valid for longer than seven days");
  }
  // A box without a battery does not know the time before somebody tells it.
  if (clockState === "R") return refuse("untrusted-clock", "the clock of this box was never set");
  if (nowMs >= expiresAtMs) {
    return refuse("expired", `it is ${toUtcString(nowMs)}; it was good until ${sent.expiresAt}`);
  }
  if (issuedAtMs - nowMs > AHEAD_MS_MAX) {
    return refuse("untrusted-clock", `it is ${toUtcString(nowMs)} here, before it was issued`);
  }
  return { kind: "take", expiresAtMs };
}

function refuse(code: CommandRefusal, detail: string): CommandJudgement {
  return { kind: "refuse", code, detail };
}
