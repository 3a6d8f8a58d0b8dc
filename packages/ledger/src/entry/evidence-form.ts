/**
 * Evidence that is text, in two parts: its form, which all meters of a kind share and every hour
 * repeats, and its digits. The form stands once in a round; the digits are sealed with the count.
 *
 *   {"unit":"kWh","import":9634.865}        count 9 634 865
 *   form      {"unit":"kWh","import":␀.␀}   ␀ is the byte 0
 *   digits    3                             the count, its last 3 digits behind the point
 *
 * Each gap of the form is filled by a number in LEB128:
 *   0       the count
 *   1 to 9  the count without its last 1 to 9 digits; the next gap holds those and has no number
 *   others  a 1 and the digits of the gap, at most 15: "007" is 1007
 */

import { ByteReader, type ByteWriter } from "./byte-columns.ts";

/** Evidence taken apart. */
export interface FormedEvidence {
  /** Latin-1 text, one character a byte, with "\0" for each gap. */
  readonly form: string;
  /** What the gaps hold. */
  readonly gaps: readonly string[];
}

const GAP = "\0";
const GAP_DIGITS_MAX = 15;
/** Names of members stand in the form with their digits; everywhere else digits are gaps. */
const jsonToken = /("[ !#-[\]-~]*"\s*:)|("[A-Za-z0-9:+.\-_]{0,40}")|[^"]/gy;
const jsonText = /^(?:[[{][\x20-\x7e\r\n\t]*[\]}]|"[^"]*"|-?\d+(?:\.\d+)?)$/;
const p1Lines = /^(?:\d-\d:\d{1,2}\.\d{1,2}\.\d{1,3}(?:\([\x20-\x27\x2a-\x7e]{0,96}\))+\r\n)+$/;

/**
 * Takes evidence apart; undefined for anything but JSON and lines of a P1 telegram, and for texts in
 * which more than numbers, times, units and serial numbers would stand in the form.
 */
export function formOf(raw: Uint8Array): FormedEvidence | undefined {
  const first = raw[0] ?? 0;
  // "{", "[", "-", a digit or a quote; most evidence is words of a Modbus meter.
  const begins = first === 0x7b || first === 0x5b || first === 0x22 || first === 0x2d;
  if (raw.length < 2 || !(begins || (first >= 0x30 && first <= 0x39))) return undefined;
  const text = latin1(raw);
  if (p1Lines.test(text)) return apart(text.split(/(\([^)]*\))/), (piece) => piece[0] === "(");
  if (!jsonText.test(text)) return undefined;
  jsonToken.lastIndex = 0;
  const tokens: string[] = [];
  for (let match = jsonToken.exec(text); match !== null; match = jsonToken.exec(text)) {
    tokens.push(match[0]);
  }
  // A string of another kind ends the tokens early.
  if (tokens.join("").length !== text.length) return undefined;
  return apart(joinedValues(tokens), (piece) => !piece.endsWith(":"));
}

/** The evidence of a form; undefined when there are other gaps than digits for them. */
export function evidenceOf({ form, gaps }: FormedEvidence): Uint8Array {
  let at = 0;
  return bytesOf(form.replaceAll(GAP, () => gaps[at++] ?? ""));
}

/** Writes what the gaps hold. */
export function writeGaps(writer: ByteWriter, gaps: readonly string[], count: number | null): void {
  const digits = count === null ? "" : String(count);
  for (let at = 0; at < gaps.length; at++) {
    const gap = gaps[at] ?? "";
    const next = gaps[at + 1] ?? "";
    if (gap === digits) {
      writer.number(0);
    } else if (next.length <= 9 && next !== "" && gap + next === padded(digits, next.length)) {
      writer.number(next.length);
      at++;
    } else {
      writer.number(Number(`1${gap}`));
    }
  }
}

/** Reads what the gaps of a form hold, to the end; undefined when it is not as written. */
export function readGaps(
  bytes: Uint8Array,
  form: string,
  count: number | null,
): readonly string[] | undefined {
  const reader = new ByteReader(bytes);
  const wanted = form.split(GAP).length - 1;
  const gaps: string[] = [];
  while (gaps.length < wanted) {
    const code = reader.number();
    if (reader.failed) return undefined;
    if (code < 10) {
      if (count === null) return undefined;
      const digits = padded(String(count), code);
      gaps.push(code === 0 ? digits : digits.slice(0, -code));
      if (code > 0) gaps.push(digits.slice(-code));
    } else {
      const digits = String(code);
      if (digits[0] !== "1") return undefined;
      gaps.push(digits.slice(1));
    }
  }
  return gaps.length === wanted && reader.ended ? gaps : undefined;
}

/** The bytes of a form as they stand in a round. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** The text of bytes, a character each. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function padded(digits: string, places: number): string {
  return digits === "" ? "" : digits.padStart(places + 1, "0");
}

function apart(pieces: readonly string[], holdsGaps: (piece: string) => boolean) {
  const gaps: string[] = [];
  const form = pieces.map((piece) => {
    if (!holdsGaps(piece)) return piece;
    return piece.replace(/\d+/g, (digits) => {
      let marks = "";
      for (let at = 0; at < digits.length; at += GAP_DIGITS_MAX) {
        gaps.push(digits.slice(at, at + GAP_DIGITS_MAX));
        marks += GAP;
      }
      return marks;
    });
  });
  return gaps.length === 0 ? undefined : { form: form.join(""), gaps };
}

/** Tokens with all between two names in one piece, so that digits of a number stay together. */
function joinedValues(tokens: readonly string[]): string[] {
  const pieces: string[] = [];
  let value = "";
  for (const token of tokens) {
    if (!token.endsWith(":") || !token.startsWith('"')) {
      value += token;
      continue;
    }
    pieces.push(value, token);
    value = "";
  }
  return [...pieces, value];
}
