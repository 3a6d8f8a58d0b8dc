/**
 * Sub-meters behind a P1 port: gas, water and heat meters on the utility meter's M-Bus. Each has a
 * number n in its references "0-n:…", which changes when a meter is exchanged or paired again, so a
 * sub-meter is found by its equipment id and its device type, never by n.
 */

import { type P1Telegram, valuesAt } from "./parse-telegram.ts";

/** A sub-meter of a telegram. */
export interface SubMeter {
  readonly n: number;
  /** M-Bus device type: 3 gas, 4 heat, 6 hot water, 7 water. */
  readonly deviceType: number;
  /** As printed on the meter; empty when the telegram has none. */
  readonly equipmentId: string;
  /** As the telegram writes it. */
  readonly telegramId: string;
}

/** The sub-meter that was looked for. */
export interface FoundSubMeter extends SubMeter {
  readonly kind: "found";
}

const numbers = [1, 2, 3, 4, 5, 6, 7, 8];

/** The sub-meters a telegram names, in the order of n. */
export function subMetersOf(telegram: P1Telegram): SubMeter[] {
  return numbers.flatMap((n) => {
    const type = valuesAt(telegram, `0-${n}:24.1.0`)?.[0];
    if (type === undefined || !/^\d{1,3}$/.test(type)) return [];
    // The Netherlands write the id in 96.1.0, Belgium in 96.1.1.
    const id =
      valuesAt(telegram, `0-${n}:96.1.0`)?.[0] ?? valuesAt(telegram, `0-${n}:96.1.1`)?.[0] ?? "";
    return [{ n, deviceType: Number(type), equipmentId: plainId(id), telegramId: id }];
  });
}

/**
 * Finds one sub-meter.
 *
 * @param telegram As `parseTelegram` gives it.
 * @param deviceTypes Types the profile is for.
 * @param equipmentId As printed, or in the telegram's hexadecimal; the only sub-meter of the type
 *   when undefined.
 * @returns The sub-meter, or why it cannot be told.
 */
export function findSubMeter(
  telegram: P1Telegram,
  deviceTypes: readonly number[],
  equipmentId: string | undefined,
): FoundSubMeter | { readonly kind: "none"; readonly detail: string } {
  const ofType = subMetersOf(telegram).filter((meter) => deviceTypes.includes(meter.deviceType));
  const fitting = ofType.filter(
    (meter) => equipmentId === undefined || isCalled(meter, equipmentId),
  );
  const [first, second] = fitting;
  if (first === undefined) {
    const seen = ofType.map((meter) => meter.equipmentId).join(", ");
    return {
      kind: "none",
      detail: `The sub-meter is not in the telegram; there: ${seen || "none"}.`,
    };
  }
  if (second !== undefined) {
    return { kind: "none", detail: "Several sub-meters fit; an equipment id tells them apart." };
  }
  return { kind: "found", ...first };
}

function isCalled(meter: SubMeter, equipmentId: string): boolean {
  const isHex = meter.telegramId.toLowerCase() === equipmentId.toLowerCase();
  return equipmentId !== "" && (isHex || meter.equipmentId === equipmentId);
}

/**
 * An id of a telegram as printed on the meter. Telegrams write it as hexadecimal of its characters:
 * "4730303339303031" is "G0039001".
 *
 * @returns The text itself where it is no hexadecimal of printable characters.
 */
export function plainId(text: string): string {
  if (!/^(?:[2-7][0-9a-fA-F]){1,48}$/.test(text)) return text;
  let plain = "";
  for (let at = 0; at < text.length; at += 2) {
    const code = Number.parseInt(text.slice(at, at + 2), 16);
    if (code === 0x7f) return text;
    plain += String.fromCharCode(code);
  }
  return plain;
}
