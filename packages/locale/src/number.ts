/**
 * Figures as people write them. They come as exact decimal texts ("9634.865") and are rewritten
 * digit by digit: no figure passes through a float, none is rounded.
 */

import type { Language } from "./language.ts";

/** Stands where there is no figure; a missing figure is never 0. */
export const MISSING = "—";

/** Separators of a language: French groups with a narrow no-break space. */
export const separators: Readonly<Record<Language, { group: string; decimal: string }>> = {
  fr: { group: "\u202f", decimal: "," },
  nl: { group: ".", decimal: "," },
  de: { group: ".", decimal: "," },
  en: { group: ",", decimal: "." },
};

/** Writing of a figure. */
export interface DecimalStyle {
  /** Thousands are separated; true unless told. */
  readonly grouping?: boolean;
  /** U+2212 on screen, ASCII in files and on the clipboard; "screen" unless told. */
  readonly minus?: "screen" | "ascii";
}

const plain = /^(-?)(\d+)(?:\.(\d+))?$/;

/** "9634.865" as "9 634,865"; the dash where it is null. Text that is no decimal stays as it is. */
export function formatDecimal(
  text: string | null,
  language: Language,
  style: DecimalStyle = {},
): string {
  if (text === null) return MISSING;
  const match = plain.exec(text);
  if (match === null) return text;
  const { group, decimal } = separators[language];
  const whole = match[2] ?? "";
  const grouped = style.grouping === false ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  const sign = match[1] === "-" ? (style.minus === "ascii" ? "-" : "\u2212") : "";
  return `${sign}${grouped}${match[3] === undefined ? "" : decimal + match[3]}`;
}

/** A whole number of things. */
export function formatCount(count: number, language: Language): string {
  return formatDecimal(String(Math.trunc(count)), language);
}

/** A figure with its unit, "9 634,865 kWh"; the dash alone where there is none. */
export function formatQuantity(
  text: string | null,
  unit: string,
  language: Language,
  style: DecimalStyle = {},
): string {
  if (text === null) return MISSING;
  return `${formatDecimal(text, language, style)}\u00a0${unitSymbol(unit)}`;
}

/** A unit as it is printed: "m³" for "m3". */
export function unitSymbol(unit: string): string {
  return unit === "m3" ? "m³" : unit;
}

/** The decimal times 10^places, exact: ("9.63486", 3) is "9634.86". */
export function shiftDecimal(text: string, places: number): string {
  const match = plain.exec(text);
  if (match === null) return text;
  const fraction = match[3] ?? "";
  const wholeLength = (match[2] ?? "").length + places;
  const padded = `${match[2] ?? ""}${fraction}`;
  const digits =
    wholeLength <= 0 ? `${"0".repeat(1 - wholeLength)}${padded}` : padded.padEnd(wholeLength, "0");
  const cut = Math.max(1, wholeLength);
  const whole = digits.slice(0, cut).replace(/^0+(?=\d)/, "");
  const rest = digits.slice(cut);
  return `${match[1] ?? ""}${whole}${rest === "" ? "" : `.${rest}`}`;
}

/**
 * A figure as a person types it, as plain decimal text: spaces group, the last comma or dot is the
 * decimal sign of the language. Undefined when it is no figure or when a sign stands twice.
 */
export function parseTypedDecimal(typed: string, language: Language): string | undefined {
  const { decimal } = separators[language];
  const group = decimal === "," ? "." : ",";
  const compact = typed.replace(/[\s\u00a0\u202f']/g, "");
  const grouped = new RegExp(`^\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d+)?$`).test(compact);
  const ungrouped = grouped ? compact.replaceAll(group, "") : compact;
  const dotted = ungrouped.replace(decimal, ".");
  return /^\d{1,15}(\.\d{1,9})?$/.test(dotted) ? dotted.replace(/^0+(?=\d)/, "") : undefined;
}
