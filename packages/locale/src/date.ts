/**
 * Months and instants as people write them: 02/05/2026 18:03, in German 02.05.2026 18:03. Instants
 * are shown in the building's time zone; Intl is asked for the numbers of the fields only.
 */

import type { Language } from "./language.ts";

const monthNames: Readonly<Record<Language, { long: string; short: string }>> = {
  fr: {
    long: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    short: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
  },
  nl: {
    long: "januari februari maart april mei juni juli augustus september oktober november december",
    short: "jan feb mrt apr mei jun jul aug sep okt nov dec",
  },
  de: {
    long: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    short: "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
  },
  en: {
    long: "January February March April May June July August September October November December",
    short: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
  },
};

const weekdayNames: Readonly<Record<Language, string>> = {
  fr: "dimanche lundi mardi mercredi jeudi vendredi samedi",
  nl: "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
  de: "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
  en: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
};

/** short: "mai"; long: "mai 2026"; short-year: "mai 26". */
export type MonthStyle = "short" | "long" | "name" | "short-year";

/** "2026-05" as a person writes it; text that is no month stays as it is. */
export function formatMonth(month: string, language: Language, style: MonthStyle): string {
  const match = /^(\d{4})-(\d{2})$/.exec(month);
  if (match === null) return month;
  const year = match[1] ?? "";
  const index = Number(match[2]) - 1;
  const long = monthNames[language].long.split(" ")[index] ?? "";
  const short = monthNames[language].short.split(" ")[index] ?? "";
  if (style === "short") return short;
  if (style === "name") return long;
  return style === "long" ? `${long} ${year}` : `${short} ${year.slice(2)}`;
}

/** The fields of an instant in a time zone, two digits each, the year four. */
export interface DateFields {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  if (formatters.size < 16) formatters.set(timeZone, formatter);
  return formatter;
}

/** The local fields of an instant (milliseconds since 1970 UTC, or RFC 3339). */
export function dateFields(instant: number | string, timeZone: string): DateFields {
  const parts = formatterOf(timeZone).formatToParts(new Date(instant));
  const field = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return {
    year: field("year").padStart(4, "0"),
    month: field("month"),
    day: field("day"),
    hour: field("hour"),
    minute: field("minute"),
    second: field("second"),
  };
}

/** "02/05/2026", in German "02.05.2026". */
export function formatDate(instant: number | string, timeZone: string, language: Language): string {
  const { year, month, day } = dateFields(instant, timeZone);
  const separator = language === "de" ? "." : "/";
  return [day, month, year].join(separator);
}

/** "02/05", in German "02.05." */
export function formatDayMonth(
  instant: number | string,
  timeZone: string,
  language: Language,
): string {
  const { month, day } = dateFields(instant, timeZone);
  return language === "de" ? `${day}.${month}.` : `${day}/${month}`;
}

/** "18:03". */
export function formatTime(instant: number | string, timeZone: string): string {
  const { hour, minute } = dateFields(instant, timeZone);
  return `${hour}:${minute}`;
}

/** "02/05/2026 18:03". */
export function formatDateTime(
  instant: number | string,
  timeZone: string,
  language: Language,
): string {
  return `${formatDate(instant, timeZone, language)} ${formatTime(instant, timeZone)}`;
}

/** "mercredi 27 mai 2026"; in German "Mittwoch, 27. Mai 2026". */
export function formatLongDate(
  instant: number | string,
  timeZone: string,
  language: Language,
): string {
  const { year, month, day } = dateFields(instant, timeZone);
  const weekday = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay();
  const name = weekdayNames[language].split(" ")[weekday] ?? "";
  const monthText = formatMonth(`${year}-${month}`, language, "long");
  const dayText = language === "fr" && day === "01" ? "1er" : String(Number(day));
  return language === "de"
    ? `${name}, ${dayText}. ${monthText}`
    : `${name} ${dayText} ${monthText}`;
}
