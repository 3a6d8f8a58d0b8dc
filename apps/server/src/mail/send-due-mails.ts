/** Writes the letters that are due and hands them over, one after another. */

import type { ConnectionOptions } from "node:tls";
import type { Language } from "@mega/contract";
import type { Clock } from "@mega/domain";
import { formatDate } from "@mega/locale";
import { makeWord } from "../access/account-words.ts";
import { personOfEmail } from "../access/people.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { keptReport } from "../reports/keep-report.ts";
import { type Letter, letterOf } from "./letters.ts";
import {
  ATTEMPTS_MAX,
  type DueMail,
  inviteInstead,
  type MailEnd,
  type MailSubject,
  type ReportSubject,
  settleMail,
  takeDueMail,
} from "./mail-queue.ts";
import { MAIL_TIME_ZONE } from "./mail-time.ts";
import { type SendOutcome, sendLetter } from "./send-letter.ts";
import { pathOfSilence } from "./silence-letters.ts";
import type { SmtpSettings } from "./smtp-settings.ts";

/** What mails go out with. */
export interface Mailing {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  readonly smtp: SmtpSettings;
  /** Where people reach the portal: "https://mega.example.org". */
  readonly publicUrl: string;
  /** Further authorities that are trusted. */
  readonly ca?: ConnectionOptions["ca"];
}

/** Mails of one run; the next one goes on. */
const RUN_MAX = 100;
const job = { kind: "job" } as const;

/** Sends what is due. @param isStopped Asked before each mail */
export async function sendDueMails(
  mailing: Mailing,
  isStopped: () => boolean = () => false,
): Promise<void> {
  for (let count = 0; count < RUN_MAX && !isStopped(); count++) {
    if (!(await sendNext(mailing))) return;
  }
}

/** False when nothing is due. */
async function sendNext(mailing: Mailing): Promise<boolean> {
  const { database, clock } = mailing;
  const due = await database.as(job, (tx) => takeDueMail(tx, clock.nowMs()));
  if (due === undefined) return false;
  const letter = await database.as(job, (tx) => letterFor(tx, due, mailing));
  const end = letter === null ? dropped : endOf(due, await send(due, letter, mailing));
  const atMs = clock.nowMs();
  await database.as(job, (tx) => settleMail(tx, due.mailId, { ...end, atMs }));
  return true;
}

type End = Omit<MailEnd, "atMs">;

const dropped: End = { state: "dropped", reply: "Nobody to write to" };

/** A report was written when it was made; other letters are written now. */
function letterFor(tx: Transaction, due: DueMail, mailing: Mailing): Promise<Letter | null> {
  const { mailId, to, subject } = due;
  if (subject.kind !== "report") return writeLetter(tx, { mailId, to, subject }, mailing);
  return reportLetter(tx, subject);
}

async function reportLetter(tx: Transaction, subject: ReportSubject): Promise<Letter | null> {
  const kept = await keptReport(tx, subject);
  if (kept === undefined) return null;
  const { text, files, recipients, senderName } = kept;
  const report = { html: text.html, files, recipients, senderName };
  return { subject: text.subject, text: text.text, report };
}

/** The letter with its link; null where nobody is to get one. */
async function writeLetter(
  tx: Transaction,
  { mailId, to, subject }: Pick<DueMail, "mailId" | "to"> & { readonly subject: MailSubject },
  mailing: Mailing,
): Promise<Letter | null> {
  const { clock, publicUrl } = mailing;
  const person = await personOfEmail(tx, to);
  if (person === undefined) return null;
  const { accountId, language, passwordHash } = person;
  const purpose = subject.kind;
  if (subject.kind === "gateways-silent" || subject.kind === "gateways-back") {
    const address = `${publicUrl}${pathOfSilence(subject)}`;
    return letterOf(subject, person, { address, until: "" });
  }
  if (purpose !== "invitation" && purpose !== "reset") return letterOf(subject, person, null);
  // Whoever has set a password meanwhile needs no invitation.
  if (purpose === "invitation" && passwordHash !== null) return null;
  if (purpose === "reset" && passwordHash === null) {
    const instead = await inviteInstead(tx, mailId, clock.nowMs());
    return instead === null ? null : writeLetter(tx, { mailId, to, subject: instead }, mailing);
  }
  const { word, expiresAtMs } = await makeWord(tx, { accountId, purpose, nowMs: clock.nowMs() });
  // Behind the "#" nothing goes to a server, into its log or to a page that is linked from there.
  const address = `${publicUrl}/invitation#${word}`;
  return letterOf(subject, person, { address, until: dayOf(expiresAtMs, language) });
}

function dayOf(instantMs: number, language: Language): string {
  return formatDate(instantMs, MAIL_TIME_ZONE, language);
}

function send(
  { mailId, to, madeAtMs }: DueMail,
  letter: Letter,
  { clock, smtp, ca }: Mailing,
): Promise<SendOutcome> {
  const domain = smtp.from.slice(smtp.from.lastIndexOf("@") + 1);
  const messageId = `<mega.${madeAtMs}.${mailId}@${domain}>`;
  return sendLetter(smtp, { to, letter, messageId, at: new Date(clock.nowMs()) }, ca);
}

function endOf({ attempts }: DueMail, outcome: SendOutcome): End {
  if (outcome.kind === "sent") return { state: "sent", reply: outcome.reply };
  const over = outcome.final || attempts >= ATTEMPTS_MAX;
  return { state: over ? "given-up" : "waiting", reply: outcome.reply };
}
