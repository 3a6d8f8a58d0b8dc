/**
 * The queue of mails. A row says what a mail is about and to whom; its words, and the secret in its link,
 * are made when it goes out. So a request that leads to a mail costs the same whether or not anybody is
 * behind the address.
 */

import { assert, MegaError, toUtcString } from "@mega/domain";
import type { Row, Transaction } from "../database/server-database.ts";
import type { SilenceSubject } from "./silence-letters.ts";
import type { BoxChange } from "./words/letter-words.ts";

/** What a mail is about. */
export type MailSubject =
  /** Somebody was given an account; the building and who invited him, where there is one. */
  | { readonly kind: "invitation"; readonly building: string | null; readonly by: string | null }
  /** Somebody says he forgot his password. */
  | { readonly kind: "reset" }
  /** A box wants to take another one's place, has taken it, or had to give it back. */
  | ({ readonly kind: "restore-asked" | "restore-granted" | "restore-undone" } & BoxChange)
  /** Gateways fell silent, or are back. */
  | SilenceSubject;

/** A copy of a report: what it says was written when it was made; see reports/keep-report.ts. */
export interface ReportSubject {
  readonly kind: "report";
  readonly gatewayId: number;
  readonly reportId: number;
}

/** A mail that is due. */
export interface DueMail {
  readonly mailId: number;
  readonly to: string;
  readonly subject: MailSubject | ReportSubject;
  readonly madeAtMs: number;
  /** Attempts begun, this one included. */
  readonly attempts: number;
}

/** Attempts in all; with the pauses between them about two days. */
export const ATTEMPTS_MAX = 16;
const FIRST_PAUSE_MS = 60_000;
const PAUSE_MS_MAX = 6 * 3_600_000;
/** Mails that may wait. */
const WAITING_MAX = 10_000;
/** Of them, resets: anybody can ask for those, and where no mail goes out they keep no other from waiting. */
const RESETS_WAITING_MAX = 1000;
const HOUR_MS = 3_600_000;
/** Invitations to one address in a day: each holds for seven. */
export const INVITATIONS_MAX = 3;
/** A rule of how many, and in how long. */
interface PerAddress {
  readonly max: number;
  readonly withinMs: number;
}
const invitations: PerAddress = { max: INVITATIONS_MAX, withinMs: 24 * HOUR_MS };
const told: PerAddress = { max: 60, withinMs: HOUR_MS };
/** Mails of one kind to one address; further ones are not written down. */
const perAddress: Readonly<Record<MailSubject["kind"], PerAddress>> = {
  invitation: invitations,
  reset: { max: 3, withinMs: HOUR_MS },
  "restore-asked": told,
  "restore-granted": told,
  "restore-undone": told,
  "gateways-silent": told,
  "gateways-back": told,
};
/** What is settled is kept so long, to be looked up. */
const KEPT_MS = 90 * 24 * HOUR_MS;
/** What nobody was to get is kept as long as it counts, and a while: its address was typed by a stranger. */
const DROPPED_KEPT_MS = 24 * HOUR_MS;

/** The pause before attempt `attempts + 1`, doubled each time, milliseconds. */
export function pauseMs(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 16), PAUSE_MS_MAX);
}

/**
 * Writes a mail down; it goes out after the transaction's COMMIT.
 *
 * @returns false where its address had as many as may go to one
 * @throws MegaError TOO_MANY_REQUESTS when too many wait
 */
export async function queueMail(
  tx: Transaction,
  mail: { readonly to: string; readonly subject: MailSubject; readonly nowMs: number },
): Promise<boolean> {
  const { to, nowMs } = mail;
  const { kind, ...about } = mail.subject;
  const { max, withinMs } = perAddress[kind];
  await refuseFullQueue(tx);
  const written = await tx.query(
    `INSERT INTO mail (kind, to_email, about, made_at, next_try_at)
       SELECT $1, $2, $3, $4::timestamptz, $4::timestamptz
       WHERE (SELECT count(*) FROM mail WHERE to_email = $2 AND kind = $1 AND made_at > $5) < $6
         AND ($1 <> 'reset'
           OR (SELECT count(*) FROM mail WHERE state = 'waiting' AND kind = 'reset') < $7)
       RETURNING mail_id`,
    [
      kind,
      to,
      JSON.stringify(about),
      toUtcString(nowMs),
      toUtcString(nowMs - withinMs),
      max,
      RESETS_WAITING_MAX,
    ],
  );
  return written.length === 1;
}

/**
 * Makes an invitation of a reset: whoever never set a password has none to set anew. It counts as one from
 * then on. Null where its address had as many as may go to one.
 */
export async function inviteInstead(
  tx: Transaction,
  mailId: number,
  nowMs: number,
): Promise<MailSubject | null> {
  const { max, withinMs } = invitations;
  // Nobody in particular sends it.
  const about = { building: null, by: null };
  const turned = await tx.query(
    `UPDATE mail AS reset SET kind = 'invitation', about = $2
       WHERE mail_id = $1 AND (SELECT count(*) FROM mail WHERE to_email = reset.to_email
         AND kind = 'invitation' AND made_at > $3) < $4 RETURNING mail_id`,
    [mailId, JSON.stringify(about), toUtcString(nowMs - withinMs), max],
  );
  return turned.length === 1 ? { kind: "invitation", ...about } : null;
}

/** Refuses another mail where too many wait; throws TOO_MANY_REQUESTS. */
export async function refuseFullQueue(tx: Transaction): Promise<void> {
  const [waiting] = await tx.query("SELECT count(*) AS count FROM mail WHERE state = 'waiting'");
  if (Number(waiting?.["count"]) < WAITING_MAX) return;
  throw new MegaError("TOO_MANY_REQUESTS", `${WAITING_MAX} mails wait to go out`, {
    hint: "Look why the mail server takes none.",
  });
}

/**
 * Takes the mail that is due for longest. Its next attempt is written down before this one is made: a
 * process that dies on the way delays a mail and loses none.
 */
export async function takeDueMail(tx: Transaction, nowMs: number): Promise<DueMail | undefined> {
  const [row] = await tx.query(
    `SELECT * FROM mail WHERE state = 'waiting' AND next_try_at <= $1
       ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [toUtcString(nowMs)],
  );
  if (row === undefined) return undefined;
  const due = dueMailOf(row);
  await tx.query("UPDATE mail SET attempts = $2, next_try_at = $3 WHERE mail_id = $1", [
    due.mailId,
    due.attempts,
    toUtcString(nowMs + pauseMs(due.attempts)),
  ]);
  return due;
}

/** How an attempt ended, as the queue keeps it. */
export interface MailEnd {
  readonly state: "waiting" | "sent" | "dropped" | "given-up";
  /** What the mail server said, or why there was none; 300 characters are kept. */
  readonly reply: string;
  readonly atMs: number;
}

export async function settleMail(tx: Transaction, mailId: number, end: MailEnd): Promise<void> {
  const { state, reply, atMs } = end;
  await tx.query("UPDATE mail SET state = $2, reply = $3, settled_at = $4 WHERE mail_id = $1", [
    ...[mailId, state, reply.slice(0, 300)],
    state === "waiting" ? null : toUtcString(atMs),
  ]);
}

/** Takes away what was settled long ago. */
export async function sweepMails(tx: Transaction, nowMs: number): Promise<void> {
  await tx.query(
    `DELETE FROM mail WHERE state <> 'waiting' AND made_at < $1
       OR state = 'dropped' AND kind <> 'report' AND made_at < $2`,
    [toUtcString(nowMs - KEPT_MS), toUtcString(nowMs - DROPPED_KEPT_MS)],
  );
}

function dueMailOf(row: Row): DueMail {
  const { mail_id: mailId, to_email: to, attempts, made_at: madeAt, kind, about } = row;
  assert(typeof mailId === "number" && typeof attempts === "number", "a mail has its numbers");
  assert(madeAt instanceof Date && typeof about === "object", "a mail has its columns");
  return {
    mailId,
    to: String(to),
    subject: { kind, ...about } as DueMail["subject"],
    madeAtMs: madeAt.getTime(),
    attempts: attempts + 1,
  };
}
