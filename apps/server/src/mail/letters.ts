/** What mails of the server say, in the language of who gets them; French is the source. */

import type { Language } from "@mega/contract";
import type { MailFile } from "@mega/reports";
import type { MailSubject } from "./mail-queue.ts";
import { saidOfSilence } from "./silence-letters.ts";
import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { fr } from "./words/fr.ts";
import type { LetterWords, Said } from "./words/letter-words.ts";
import { nl } from "./words/nl.ts";

/** A mail's words. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  /** What a report has besides. */
  readonly report?: ReportParts;
}

/** A report says the same in HTML, carries files and names everybody who gets it. */
export interface ReportParts {
  readonly html: string;
  readonly files: readonly MailFile[];
  /** The first one, then those who get a copy. */
  readonly recipients: readonly string[];
  /** The building, beside the sender's address. */
  readonly senderName: string;
}

/** Where a letter leads: to setting a password, or to what it tells of. */
export interface LetterLink {
  readonly address: string;
  /** Last day of an invitation, in the person's language; empty for a link without an end. */
  readonly until: string;
}

const words: Readonly<Record<Language, LetterWords>> = { fr, nl, de, en };

/** The letter of a mail. @param link Where the mail has one; another mail shows none */
export function letterOf(
  subject: MailSubject,
  { name, language }: { readonly name: string; readonly language: Language },
  link: LetterLink | null,
): Letter {
  const said = words[language];
  switch (subject.kind) {
    case "invitation":
      return written(said, name, said.invitation(subject.building, subject.by), [
        linked(said.chooseBefore(link?.until ?? ""), link),
        said.ignore,
      ]);
    case "reset":
      return written(said, name, said.reset, [linked(said.chooseWithinTheHour, link), said.ignore]);
    case "restore-asked":
      return written(said, name, said.restoreAsked(subject), []);
    case "restore-granted":
      return written(said, name, said.restoreGranted(subject), []);
    case "restore-undone":
      return written(said, name, said.restoreUndone(subject), []);
    case "gateways-silent":
    case "gateways-back": {
      const { silence } = said;
      const once = subject.kind === "gateways-silent" ? [silence.once] : [];
      return written(said, name, saidOfSilence(subject, silence, language), [
        linked(silence.look, link),
        [...once, silence.turnOff].join(" "),
      ]);
    }
  }
}

function written(
  { greeting }: LetterWords,
  name: string,
  { subject, body }: Said,
  behind: readonly string[],
): Letter {
  return { subject, text: `${[greeting(name), body, ...behind, "MEGA"].join("\n\n")}\n` };
}

function linked(action: string, link: LetterLink | null): string {
  return `${action}\n${link?.address ?? ""}`;
}
