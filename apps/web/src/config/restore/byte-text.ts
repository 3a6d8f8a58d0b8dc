/** Bytes as a person reads them: "1.4 MB". Pure. */

import type { Language } from "@mega/locale";

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const STEP = 1000;

/** A number of bytes in the words of a language. */
export function byteText(bytes: number, language: Language): string {
  let at = 0;
  let value = bytes;
  while (value >= STEP && at < units.length - 1) {
    value /= STEP;
    at += 1;
  }
  const unit = units[at] ?? "byte";
  const digits = at > 0 && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(value);
}
