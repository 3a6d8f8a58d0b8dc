/** Letters about gateways that fell silent or are back. */

import type { Language } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { MAIL_TIME_ZONE } from "./mail-time.ts";
import type { Said } from "./words/letter-words.ts";
import type { BackLine, SilenceWords, SilentLine, Units } from "./words/silence-words.ts";

/** What such a mail is about. */
export type SilenceSubject =
  | {
      readonly kind: "gateways-silent";
      readonly lines: readonly SilentLine[];
      readonly more: number;
    }
  | { readonly kind: "gateways-back"; readonly lines: readonly BackLine[]; readonly more: number };

const MINUTE_MS = 60_000;

/** Subject and body; the link comes behind. */
export function saidOfSilence(
  subject: SilenceSubject,
  words: SilenceWords,
  language: Language,
): Said {
  const { lines, more } = subject;
  const count = lines.length + more;
  const building = onlyBuilding(lines);
  const further = more > 0 ? [words.more(more)] : [];
  if (subject.kind === "gateways-silent") {
    const told = subject.lines.map((line) =>
      words.silentLine(nameOf(line), line.building, clockOf(line, language)(line.lastMs)),
    );
    const body = [...told, ...further, words.check].join("\n\n");
    return { subject: words.silentSubject(building, count), body };
  }
  const told = subject.lines.map((line) => {
    const { lastMs, backMs } = line;
    const at = clockOf(line, language);
    const lasted = lastedText(backMs - lastMs, words.units);
    const span = { last: at(lastMs), back: at(backMs), lasted };
    return `${words.backLine(nameOf(line), line.building, span)} ${meanwhileText(line, words, at)}`;
  });
  const body = [...told, ...further].join("\n\n");
  return { subject: words.backSubject(building, count), body };
}

/** Where the mail's link leads: the building, or all of them. */
export function pathOfSilence({ lines, more }: SilenceSubject): string {
  const [first] = lines;
  const isOne = more === 0 && first !== undefined && onlyBuilding(lines) !== null;
  return isOne ? `/buildings/${first.buildingId}` : "/buildings";
}

/** Times as they are told where the gateway stands: its manager compares them with its own pages. */
function clockOf({ timeZone }: SilentLine, language: Language): (ms: number) => string {
  return (ms) => formatDateTime(ms, timeZone ?? MAIL_TIME_ZONE, language);
}

/** "3 d 4 h" from a day on, "2 h 10 min" below. */
function lastedText(ms: number, [day, hour, minute]: Units): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${Math.floor(hours / 24)} ${day} ${hours % 24} ${hour}`;
  return `${hours} ${hour} ${minutes % 60} ${minute}`;
}

function meanwhileText(
  { meanwhile }: BackLine,
  words: SilenceWords,
  at: (ms: number) => string,
): string {
  switch (meanwhile.kind) {
    case "whole":
      return words.whole;
    case "gap":
      return words.gap(at(meanwhile.span.fromMs), at(meanwhile.span.toMs));
    case "catching-up":
      return words.catchingUp;
  }
}

/** Two buildings of one name are two. */
function onlyBuilding(lines: readonly SilentLine[]): string | null {
  const ids = new Set(lines.map(({ buildingId }) => buildingId));
  return ids.size === 1 ? (lines[0]?.building ?? null) : null;
}

function nameOf({ model, mac }: SilentLine): string {
  return `${model} ${mac}`;
}
