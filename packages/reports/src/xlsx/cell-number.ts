/**
 * Figures and times as a spreadsheet stores them. A spreadsheet keeps numbers in binary with 15
 * digits that are sure; a figure that would not come back digit by digit is written as text instead.
 */

import { localTime } from "@mega/domain";
import { offsetText } from "../file-value.ts";

const DAY_MS = 86_400_000;
/** Days from the spreadsheets' day 0, 30 December 1899, to 1 January 1970. */
const DAYS_TO_1970 = 25_569;
const SURE_DIGITS = 15;

/** A number with its format, or text where the number would not be exact. */
export type CellNumber =
  | { readonly kind: "number"; readonly value: number; readonly format: string }
  | { readonly kind: "inexact"; readonly text: string };

/** "9634.865" as 9634.865, shown as #,##0.000. */
export function figureNumber(decimal: string): CellNumber {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(decimal);
  const [whole = "", fraction = ""] = [match?.[1], match?.[2]];
  const digits = `${whole}${fraction}`.replace(/^0+/, "").length;
  if (match === null || digits > SURE_DIGITS) return { kind: "inexact", text: decimal };
  return {
    kind: "number",
    value: Number(decimal),
    format: fraction === "" ? "#,##0" : `#,##0.${"0".repeat(fraction.length)}`,
  };
}

/** An instant as a sheet writes it: days since 30 December 1899 on the wall clock, and the offset. */
interface CellTime {
  readonly serial: number;
  readonly offset: string;
}

/** A channel's two instants stand in each of its lines; the calendar is asked once for each. */
export function rememberedTimes(timeZone: string): (atMs: number) => CellTime {
  const known = new Map<number, CellTime>();
  return (atMs) => {
    const found = known.get(atMs);
    if (found !== undefined) return found;
    const time = { serial: serialDate(atMs, timeZone), offset: offsetText(atMs, timeZone) };
    known.set(atMs, time);
    return time;
  };
}

function serialDate(atMs: number, timeZone: string): number {
  const at = localTime(atMs, timeZone);
  const wallMs = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  return wallMs / DAY_MS + DAYS_TO_1970;
}
