/** What words say of a plain counter of whole numbers, in the unit of billing. */

import type { ModbusCounter } from "../../../../packages/profiles/src/profile.ts";

type Words = Readonly<Record<string, readonly string[]>>;

/** Units as a profile writes them, with the unit of billing and the places between them. */
const kept: Readonly<Record<string, readonly [string, number]>> = {
  Wh: ["kWh", 3],
  varh: ["kvarh", 3],
  MJ: ["GJ", 3],
  L: ["m3", 3],
};
const wordCounts: Readonly<Record<string, number>> = {
  ...{ u16: 1, s16: 1, u32: 2, s32: 2, u64: 4, s64: 4 },
};
/** With one of these a counter is more than a number and a step. */
const beyond = [
  ...(["multiplier", "fraction", "plus", "unitChoices", "unitFrom", "modeCheck", "sign"] as const),
];

/** "12.5 kWh"; undefined for a counter that is not plain, or whose words are not all there. */
export function figureOfWords(counter: ModbusCounter, words: Words): string | undefined {
  const { type, wordOrder, step, unit } = counter;
  const count = wordCounts[type];
  if (count === undefined || beyond.some((key) => counter[key] !== undefined)) return undefined;
  const found = Array.from({ length: count }, (_, at) =>
    wordAt(words, counter.function, counter.wordAddress + at),
  );
  if (found.includes(undefined)) return undefined;
  const digits = found.map((word) => (word ?? "").slice(2));
  const bits = BigInt(`0x${(wordOrder === "high-first" ? digits : digits.reverse()).join("")}`);
  const raw = type.startsWith("s") ? BigInt.asIntN(count * 16, bits) : bits;
  if (raw < 0n) return undefined;
  const [unitKept, places] = kept[unit] ?? [unit, 0];
  const stepDigits = BigInt(step.replace(".", ""));
  const decimals = (step.split(".")[1] ?? "").length + places;
  return `${decimalOf(raw * stepDigits, decimals)} ${unitKept}`;
}

/** The word at an address; undefined where no block holds it, or two that disagree. */
function wordAt(words: Words, fn: number, address: number): string | undefined {
  const found = Object.entries(words).flatMap(([key, list]) => {
    const [blockFn, from] = key.split(":").map(Number);
    const word = blockFn === fn ? list[address - (from ?? 0)] : undefined;
    return word === undefined ? [] : [word];
  });
  return new Set(found).size === 1 ? found[0] : undefined;
}

function decimalOf(amount: bigint, decimals: number): string {
  const text = amount.toString().padStart(decimals + 1, "0");
  const fraction = text.slice(text.length - decimals).replace(/0+$/, "");
  const whole = text.slice(0, text.length - decimals);
  return decimals === 0 || fraction === "" ? whole : `${whole}.${fraction}`;
}
