/**
 * The lines of a telegram that a counter rests on, as they were received: what is kept with the
 * reading. A whole telegram is some hundred bytes of other things, and every counter would carry it.
 */

import type { P1CounterSpec } from "./p1-profile.ts";
import type { P1Object, P1Telegram } from "./parse-telegram.ts";

/** Who and when, whatever the counter: versions, the telegram's time, the meter's own number. */
const always: ReadonlySet<string> = new Set(["0-0:96.1.4", "1-3:0.2.8", "0-0:1.0.0", "0-0:96.1.1"]);
/** Type, numbers and values of the meters behind the port. */
const subMeterForm = /^0-[1-8]:(?:24\.1\.0|96\.1\.[01]|24\.2\.\d|24\.3\.0)$/;

/**
 * The lines of one counter, each ended by CR LF, in the order of the telegram.
 *
 * @param spec The counter in its profile.
 * @param telegram As `parseTelegram` gives it.
 * @returns Latin-1 bytes; empty when the telegram holds none of the lines.
 */
export function evidenceOf(spec: P1CounterSpec, telegram: P1Telegram): Uint8Array {
  const wanted = wantedBy(spec);
  const lines = telegram.objects.filter(({ obis }) => wanted(obis)).map(lineOf);
  return Uint8Array.from(lines.join(""), (character) => character.charCodeAt(0) & 0xff);
}

function wantedBy({ place }: P1CounterSpec): (obis: string) => boolean {
  switch (place.kind) {
    case "sum":
      return (obis) => always.has(obis) || place.objects.includes(obis) || obis === place.orTotal;
    case "byCountry":
      return (obis) => always.has(obis) || obis === place.be || obis === place.nl;
    case "subMeter":
      return (obis) => obis === "0-0:1.0.0" || subMeterForm.test(obis);
  }
}

function lineOf({ obis, values }: P1Object): string {
  return `${obis}${values.map((value) => `(${value})`).join("")}\r\n`;
}
