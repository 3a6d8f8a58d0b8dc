/**
 * Evidence that is text, in two parts: its form, which all meters of a kind share and every hour
 * repeats, and its digits. The form stands once in a round; the digits are sealed with the count.
 *
 *   {"unit":"kWh","import":9634.865}        count 9 634 865
 *   form      {"unit":"kWh","import":␀.␀}   ␀ is the byte 0
 *   digits    3                             the count, its last 3 digits behind the point
 *
 * Each gap of the form is filled by a number in LEB128:
 *   0         the count
 *   1 to 9    the count without its last 1 to 9 digits; the next gap holds those and has no number
 *   1, n      a 1 and the digits of the gap, at most 15: "007" is 1007
 *   2, n      a 2 and the time of the reading's answer, seen from: UTC of a device that sends it in the
 *             form ␀-␀-␀T␀:␀:␀Z or with .␀Z; the other gaps of the time have no number
 */

import { toUtcString, utcInstant } from "@mega/domain";
import { ByteReader, type ByteWriter } from "./byte-columns.ts";

/** Evidence taken apart. */
export interface FormedEvidence {
  /** Latin-1 text, one character a byte, with "\0" for each gap. */
  readonly form: string;
  /** What the gaps hold. */
  readonly gaps: readonly string[];
}

/** What gaps are written and read beside. */
export interface FilledBy {
  readonly count: number | null;
  /** When the meter answered. */
  readonly takenAtMs: number;
}

const GAP = "\0";
const GAP_DIGITS_MAX = 15;
/** What stands between the gaps of a time, from year to second. */
const TIME_BETWEEN: readonly string[] = ["-", "-", "T", ":", ":"];
/** Where year, month, day, hour, minute, second and milliseconds stand in the text of an instant. */
const TIME_PLACES: readonly (readonly [from: number, to: number])[] = [
  [0, 4],
  [5, 7],
  [8, 10],
  [11, 13],
  [14, 16],
  [17, 19],
  [20, 23],
];
/** A device's clock further off than this is written out. */
const TIME_APART_MS_MAX = 1_000_000_000;
/** The last instant that a date can say. */
const DATE_MS_MAX = 8_640_000_000_000_000;
/** Names of members stand in the form with their digits; everywhere else digits are gaps. */
const jsonToken = /("[ !#-[\]-~]*"\s*:)|("[A-Za-z0-9:+.\-_]{0,40}")|[^"]/gy;
const jsonText = /^(?:[[{][\x20-\x7e\r\n\t]*[\]}]|"[^"]*"|-?\d+(?:\.\d+)?(?:\n-?\d+(?:\.\d+)?)*)$/;
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

/**
 * Takes evidence apart by a form that is known already, which is much faster than to find it; undefined
 * when it has another one.
 */
export function gapsIn(form: string, text: string): readonly string[] | undefined {
  const gaps: string[] = [];
  let at = 0;
  for (let place = 0; place < form.length; place++) {
    if (form.charCodeAt(place) !== 0) {
      if (form.charCodeAt(place) !== text.charCodeAt(at)) return undefined;
      at++;
      continue;
    }
    const from = at;
    while (at - from < GAP_DIGITS_MAX && isDigit(text.charCodeAt(at))) at++;
    // Digits that go on belong to a form with one gap more.
    if (at === from || (form.charCodeAt(place + 1) !== 0 && isDigit(text.charCodeAt(at)))) {
      return undefined;
    }
    gaps.push(text.slice(from, at));
  }
  return at === text.length ? gaps : undefined;
}

/** The evidence of a form; undefined when there are other gaps than digits for them. */
export function evidenceOf({ form, gaps }: FormedEvidence): Uint8Array {
  const { between } = shapeOf(form);
  let text = between[0] ?? "";
  for (let at = 1; at < between.length; at++) text += (gaps[at - 1] ?? "") + between[at];
  return bytesOf(text);
}

/** Writes what the gaps hold. */
export function writeGaps(
  writer: ByteWriter,
  { form, gaps }: FormedEvidence,
  { count, takenAtMs }: FilledBy,
): void {
  const digits = count === null ? "" : String(count);
  const { timeGaps } = shapeOf(form);
  for (let at = 0; at < gaps.length; at++) {
    const gap = gaps[at] ?? "";
    const next = gaps[at + 1] ?? "";
    const size = timeGaps[at] ?? 0;
    const timeMs = size === 0 ? undefined : timeAt(gaps, at, size);
    if (gap === digits) {
      writer.number(0);
    } else if (next.length <= 9 && next !== "" && gap + next === padded(digits, next.length)) {
      writer.number(next.length);
      at++;
    } else if (timeMs !== undefined && Math.abs(timeMs - takenAtMs) <= TIME_APART_MS_MAX) {
      writer.number(Number(`2${zigzag(timeMs - takenAtMs)}`));
      at += size - 1;
    } else {
      writer.number(Number(`1${gap}`));
    }
  }
}

/** Reads what the gaps of a form hold, to the end; undefined when it is not as written. */
export function readGaps(
  bytes: Uint8Array,
  form: string,
  { count, takenAtMs }: FilledBy,
): readonly string[] | undefined {
  const reader = new ByteReader(bytes);
  const { between, timeGaps } = shapeOf(form);
  const wanted = between.length - 1;
  const gaps: string[] = [];
  while (gaps.length < wanted) {
    const code = reader.number();
    if (reader.failed) return undefined;
    const digits = String(code);
    if (code < 10) {
      if (count === null) return undefined;
      const shown = padded(String(count), code);
      gaps.push(code === 0 ? shown : shown.slice(0, -code));
      if (code > 0) gaps.push(shown.slice(-code));
    } else if (digits[0] === "1") {
      gaps.push(digits.slice(1));
    } else {
      const size = digits[0] === "2" ? (timeGaps[gaps.length] ?? 0) : 0;
      const time = toUtcParts(takenAtMs + unzigzag(Number(digits.slice(1))));
      if (size === 0 || time === undefined) return undefined;
      for (let part = 0; part < size; part++) gaps.push(time[part] ?? "");
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

/** The time in UTC in gaps from one on; undefined where they hold no such time as it is written. */
function timeAt(gaps: readonly string[], at: number, size: number): number | undefined {
  const fields: number[] = [];
  for (let part = 0; part < size; part++) {
    const digits = gaps[at + part] ?? "";
    const [from, to] = TIME_PLACES[part] ?? [0, 0];
    if (digits.length !== to - from) return undefined;
    fields.push(Number(digits));
  }
  return utcInstant(fields);
}

/** What follows from a form alone. */
interface FormShape {
  /** The texts before, between and behind its gaps. */
  readonly between: readonly string[];
  /** By gap: 6, or 7 with a fraction, where a time in UTC begins; else 0. */
  readonly timeGaps: readonly number[];
}

/** Shapes of the forms in use: a building has few, and each is asked for in every round. */
const shapes = new Map<string, FormShape>();
const SHAPES_MAX = 256;

function shapeOf(form: string): FormShape {
  const known = shapes.get(form);
  if (known !== undefined) return known;
  const between = form.split(GAP);
  const timeGaps = between.slice(1).map((_, gap) => timeGapsAt(between, gap));
  if (shapes.size >= SHAPES_MAX) shapes.clear();
  shapes.set(form, { between, timeGaps });
  return { between, timeGaps };
}

function timeGapsAt(between: readonly string[], gap: number): number {
  if (!TIME_BETWEEN.every((text, place) => text === between[gap + 1 + place])) return 0;
  const [after, last] = between.slice(gap + 6, gap + 8);
  if (after?.startsWith("Z") === true) return 6;
  return after === "." && last?.startsWith("Z") === true ? 7 : 0;
}

/** Year, month, day, hour, minute, second and milliseconds of an instant in the years 0 to 9999. */
function toUtcParts(atMs: number): readonly string[] | undefined {
  if (Number.isNaN(atMs) || Math.abs(atMs) > DATE_MS_MAX) return undefined;
  const text = toUtcString(atMs);
  if (text.length !== 24) return undefined;
  return TIME_PLACES.map(([from, to]) => text.slice(from, to));
}

/** 0, −1, 1, −2 … as 0, 1, 2, 3 … */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
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
