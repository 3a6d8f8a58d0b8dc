/**
 * What an attempt to hand a mail over came to, and what follows from it. Pure.
 *
 * The rule that nothing is sent twice: between the end of the message and the server's answer lies a
 * moment in which nobody but the server knows whether it took the mail. An attempt that ends there is
 * in doubt. Such a mail is handed over once more with the same Message-ID, by which mail programs
 * and servers know it again; a second doubt ends it, and a person decides.
 */

import type { MailReason, MailState } from "@mega/contract";

/** A recipient that the server did not take. */
export interface RefusedRecipient {
  readonly address: string;
  readonly reply: string;
  readonly replyCode: number;
}

/** How an attempt ended. */
export type Outcome =
  /** The server took the mail over, at least for one recipient. */
  | {
      readonly kind: "accepted";
      readonly reply: string;
      readonly replyCode: number | null;
      readonly refused: readonly RefusedRecipient[];
    }
  /** It certainly did not: it said so, or never had the whole message. */
  | {
      readonly kind: "not-accepted";
      readonly reason: MailReason;
      readonly reply: string;
      readonly replyCode: number | null;
      /** Whether trying again without a change is in vain. */
      readonly final: boolean;
    }
  /** It had the whole message and did not answer. */
  | { readonly kind: "in-doubt"; readonly reply: string };

/** A mail before an attempt is settled. */
export interface Attempted {
  readonly pending: readonly string[];
  /** Attempts made, this one included. */
  readonly attempts: number;
  /** Attempts that ended in doubt before. */
  readonly doubts: number;
}

/** What is written down about a mail after an attempt. */
export interface Settled {
  readonly state: MailState;
  readonly nextTryAtMs: number | null;
  readonly pending: readonly string[];
  /** Recipients given up in this attempt. */
  readonly refused: readonly RefusedRecipient[];
  readonly doubts: number;
  readonly reason: MailReason | null;
  readonly reply: string;
  readonly replyCode: number | null;
}

/** Attempts in all; with the pauses between them about two days. */
export const ATTEMPTS_MAX = 20;
const FIRST_PAUSE_MS = 60_000;
const PAUSE_MS_MAX = 4 * 3_600_000;
/** Share of a pause by which it is drawn shorter or longer. */
const JITTER = 0.2;

/** The pause after an attempt, doubled each time, milliseconds. @param draw from 0 up to 1 */
export function pauseMs(attempts: number, draw: number): number {
  const doubled = FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 16);
  return Math.round(Math.min(doubled, PAUSE_MS_MAX) * (1 - JITTER + 2 * JITTER * draw));
}

/** What follows from an attempt. @param draw from 0 up to 1 */
export function settle(mail: Attempted, outcome: Outcome, nowMs: number, draw: number): Settled {
  const again = { state: "failed", nextTryAtMs: nowMs + pauseMs(mail.attempts, draw) } as const;
  const over = { state: "given-up", nextTryAtMs: null } as const;
  const spent = mail.attempts >= ATTEMPTS_MAX;
  switch (outcome.kind) {
    case "accepted":
      return settleAccepted(mail, outcome, spent ? over : again);
    case "not-accepted": {
      const { reason, reply, replyCode, final } = outcome;
      const next = final || spent ? over : again;
      return { ...mailAsIs(mail), ...next, reason, reply, replyCode };
    }
    case "in-doubt": {
      const doubts = mail.doubts + 1;
      const next = doubts > 1 || spent ? over : again;
      const { reply } = outcome;
      return { ...mailAsIs(mail), ...next, doubts, reason: "fate-unknown", reply, replyCode: null };
    }
  }
}

/** Who was put off gets it later, and he alone; who was refused for good is written down. */
function settleAccepted(
  mail: Attempted,
  { reply, replyCode, refused }: Extract<Outcome, { readonly kind: "accepted" }>,
  later: Pick<Settled, "state" | "nextTryAtMs">,
): Settled {
  const putOff = refused.filter((one) => one.replyCode < 500);
  const forGood = refused.filter((one) => one.replyCode >= 500);
  const [first] = putOff;
  if (first === undefined) {
    const next = { state: "sent", nextTryAtMs: null } as const;
    const { doubts } = mail;
    return { ...next, pending: [], refused: forGood, doubts, reason: null, reply, replyCode };
  }
  return {
    ...later,
    pending: putOff.map(({ address }) => address),
    refused: forGood,
    // The doubt was about those who have it now.
    doubts: 0,
    reason: reasonOfRecipient(first.replyCode, first.reply),
    reply: first.reply,
    replyCode: first.replyCode,
  };
}

function mailAsIs({ pending, doubts }: Attempted): Pick<Settled, "pending" | "refused" | "doubts"> {
  return { pending, refused: [], doubts };
}

/** Why a server did not take a recipient, from its code and words (RFC 5321, RFC 3463). */
export function reasonOfRecipient(replyCode: number, reply: string): MailReason {
  const full = replyCode === 452 || replyCode === 552 || /\b[45]\.2\.2\b/.test(reply);
  if (full) return "mailbox-full";
  return replyCode === 421 ? "busy" : "recipient-refused";
}
