/**
 * Splits a P1 telegram into its objects: an OBIS reference and values in parentheses, one object a
 * line (DSMR P1 companion standard 5.0.2 §6.12, IEC 62056-21). It never throws: a line that is none
 * is counted and left out, as vendors add lines of their own.
 */

import { latin1 } from "./telegram-framer.ts";

/** A line of a telegram: "0-1:24.2.1(210204163500W)(00981.443*m3)". */
export interface P1Object {
  /** "0-1:24.2.1". */
  readonly obis: string;
  /** What stands between parentheses, in order. */
  readonly values: readonly string[];
}

/** A telegram taken apart. */
export interface P1Telegram {
  /** The first line without "/". */
  readonly ident: string;
  readonly objects: readonly P1Object[];
  /** Lines that hold no object, apart from empty ones. */
  readonly malformedLines: number;
}

const objectsMax = 256;
const valuesMax = 64;
const obisForm = /^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const valuesForm = /^(?:\([^()]{0,2048}\))+$/;

/**
 * Takes a telegram apart.
 *
 * @param bytes From "/" to "!"; any bytes are allowed.
 * @returns Its objects in order, at most 256 of at most 64 values each. Of more objects none is told,
 *   for one that was left out could be the double of another.
 */
export function parseTelegram(bytes: Uint8Array): P1Telegram {
  const lines = latin1(bytes).split(/[\r\n]+/);
  const objects: { obis: string; values: string[] }[] = [];
  let malformedLines = 0;
  for (const line of lines.slice(1)) {
    if (line === "" || line.startsWith("!")) continue;
    const parenthesisAt = line.indexOf("(");
    const obis = parenthesisAt < 0 ? line : line.slice(0, parenthesisAt);
    const values = parenthesisAt < 0 ? undefined : valuesOf(line.slice(parenthesisAt));
    const latest = objects[objects.length - 1];
    if (values !== undefined && obis === "" && latest !== undefined) {
      // DSMR 3.0 writes the value of a sub-meter on a line of its own.
      const joined = [...latest.values, ...values];
      latest.values = joined.length > valuesMax ? [] : joined;
    } else if (values !== undefined && obisForm.test(obis)) {
      objects.push({ obis, values });
    } else {
      malformedLines += 1;
    }
  }
  const ident = (lines[0] ?? "").replace(/^\//, "");
  const tooMany = objects.length > objectsMax;
  return { ident, objects: tooMany ? [] : objects, malformedLines };
}

function valuesOf(text: string): string[] | undefined {
  if (!valuesForm.test(text)) return undefined;
  const values = text.slice(1, -1).split(")(");
  return values.length > valuesMax ? undefined : values;
}

/** The values of the only object with the reference; none when it is missing or stands twice. */
export function valuesAt(telegram: P1Telegram, obis: string): readonly string[] | undefined {
  const found = telegram.objects.filter((object) => object.obis === obis);
  return found.length === 1 ? found[0]?.values : undefined;
}
