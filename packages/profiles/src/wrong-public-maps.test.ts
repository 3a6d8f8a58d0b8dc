/**
 * Register maps that were published and are wrong, or that contradict one another. Each line puts
 * the public mistake into our profile: the vectors of the profile must notice it, and a dump of the
 * meter shows what would have stood on the bill. Maps of devices without a profile are left out.
 */

import { decimalText } from "@mega/domain";
import { expect, test } from "vitest";
import { modbusProfileFaults } from "./check-modbus.ts";
import { blocksOfVector } from "./check-vectors.ts";
import { decodeCounter } from "./decode.ts";
import type { ModbusCounter, ModbusProfile, ModbusVector } from "./profile.ts";
import { changedProfile, modbusProfile } from "./testing/meter-profiles.ts";

interface WrongMap {
  /** Who published what. */
  readonly map: string;
  readonly profile: string;
  readonly counter: string;
  /** The mistake, as it changes the counter. */
  readonly change: Partial<ModbusCounter>;
  /** What the meter holds, by "function:address". */
  readonly words: ModbusVector["words"];
  readonly truth: string;
  /** What the mistake makes of it. */
  readonly wrong: string;
}

const wrongMaps: readonly WrongMap[] = [
  {
    map: "mbmd, EM24 with RS485: word 0x42 is the partial counter",
    profile: "gavazzi-em24-rs485",
    counter: "import",
    change: { wordAddress: 0x42 },
    words: { "4:62": ["0xD687", "0x0012"], "4:66": ["0x10E1", "0x0000"] },
    truth: "123456.7 kWh",
    wrong: "432.1 kWh",
  },
  {
    map: "evcc, EM110/111/112: the high word comes last, not first",
    profile: "gavazzi-em111",
    counter: "import",
    change: { wordOrder: "high-first" },
    words: { "4:16": ["0x007B", "0x0000"] },
    truth: "12.3 kWh",
    wrong: "806092.8 kWh",
  },
  {
    map: "OpenEMS before pull request 3215, EM100: addresses of another series of the maker",
    profile: "gavazzi-em112",
    counter: "import",
    change: { wordAddress: 0x34 },
    words: { "4:16": ["0xD687", "0x0012"] },
    truth: "123456.7 kWh",
    wrong: "none",
  },
  {
    map: "a table for the ET112 that takes the sign of its export at its word",
    profile: "gavazzi-et112",
    counter: "export",
    change: { sign: "positive" },
    words: { "4:32": ["0x1DC0", "0xFFFE"] },
    truth: "12345.6 kWh",
    wrong: "none",
  },
  {
    map: "OpenEMS, UMG 806: word 19062 is phase L1 alone on its sisters",
    profile: "janitza-umg96rm",
    counter: "import",
    change: { wordAddress: 19_062 },
    words: { "3:19062": ["0x457A", "0x0000"], "3:19068": ["0x4640", "0xE400"] },
    truth: "12.345 kWh",
    wrong: "4.000 kWh",
  },
  {
    map: "mbmd, DS100 export at 0x118A: evcc and the sister meter say 0x0118",
    profile: "bg-ws100",
    counter: "export",
    change: { wordAddress: 0x118a },
    words: { "3:270": ["0x0012", "0xD687"], "3:280": ["0x0000", "0x22C4"] },
    truth: "89.00 kWh",
    wrong: "none",
  },
  {
    map: "iEM3000 float block read as kWh: it holds Wh",
    profile: "schneider-iem3155",
    counter: "import",
    change: { wordAddress: 0xb02b, type: "float32", unit: "kWh", step: "0.001" },
    words: {
      "3:3203": ["0x0000", "0x0000", "0x0012", "0xD687"],
      "3:45099": ["0x4996", "0xB438"],
    },
    truth: "1234.567 kWh",
    wrong: "1234567.000 kWh",
  },
  {
    map: "evcc, Huawei EMMA before pull request 33432: import and export change places",
    profile: "schneider-iem3155",
    counter: "import",
    change: { wordAddress: 0x0c87 },
    words: {
      "3:3203": ["0x0000", "0x0000", "0x05E3", "0x0A78", "0x0000", "0x0000", "0x0000", "0x10E1"],
    },
    truth: "98765.432 kWh",
    wrong: "4.321 kWh",
  },
  {
    map: "openWB, WE-514: 0xA001 is the low word only and starts again every 655.36 kWh",
    profile: "orno-we514",
    counter: "total",
    change: { wordAddress: 0xa001, type: "u16", rollsOverAt: null },
    words: { "3:40960": ["0x0012", "0xD687"] },
    truth: "12345.67 kWh",
    wrong: "549.19 kWh",
  },
  {
    map: "mbmd before pull request 389, Janitza B23: Wh read as kWh",
    profile: "janitza-b23",
    counter: "import",
    change: { unit: "kWh", step: "0.001" },
    words: { "3:19068": ["0x4640", "0xE400"] },
    truth: "12.345 kWh",
    wrong: "12345.000 kWh",
  },
  {
    map: "mbmd before fix 386, Janitza B23: one word too far",
    profile: "janitza-b23",
    counter: "import",
    change: { wordAddress: 0x4a7d },
    words: { "3:19068": ["0x4640", "0xE400", "0x0000", "0x0000"] },
    truth: "12.345 kWh",
    wrong: "none",
  },
  {
    map: "ESPHome, SDM meters: kWh named Wh",
    profile: "eastron-sdm630",
    counter: "import",
    change: { unit: "Wh", step: "1" },
    words: { "4:72": ["0x449A", "0x51EC"] },
    truth: "1234.560 kWh",
    wrong: "1.235 kWh",
  },
  {
    map: "an Eastron profile on an Eltako DSZ15: same addresses, but integers",
    profile: "eltako-dsz15",
    counter: "import",
    change: { type: "float32", step: "0.001" },
    words: { "4:72": ["0x0012", "0xD687"] },
    truth: "12345.67 kWh",
    wrong: "0.000 kWh",
  },
  {
    map: "the resettable counter of a Socomec Countis taken for the total",
    profile: "socomec-countis-e34",
    counter: "import",
    change: { wordAddress: 0xc70c },
    words: { "3:50946": ["0x0012", "0xD687"], "3:50956": ["0x0000", "0x10E1"] },
    truth: "12345.67 kWh",
    wrong: "43.21 kWh",
  },
];

test.each(wrongMaps)("$map: the figure on the bill would be wrong", (line) => {
  const profile = modbusProfile(line.profile);
  const right = profile.counters[line.counter];
  if (right === undefined) throw new Error(`${line.profile} has no ${line.counter}`);
  expect(figure(right, line.words)).toBe(line.truth);
  expect(figure({ ...right, ...line.change }, line.words)).toBe(line.wrong);
});

test.each(wrongMaps)("$map: the vectors notice it", (line) => {
  const profile = modbusProfile(line.profile);
  const found = modbusProfileFaults(withMistake(profile, line));
  expect(found.some(({ path }) => path.startsWith("vectors"))).toBe(true);
});

test("OpenEMS, Weidmüller EM525: an address beyond the last word is refused", () => {
  const path = ["counters", "export", "wordAddress"];
  const found = modbusProfileFaults(changedProfile("meters/janitza-umg96rm.json", path, 190_076));
  expect(found).toMatchObject([{ path: "counters.export.wordAddress", value: "190076" }]);
});

test("Finder: public tables disagree which counter is the export, so the profile names none", () => {
  const { counters, status } = modbusProfile("finder-7m38");
  expect(counters["export"]).toBeUndefined();
  expect([counters["n2"], counters["n3"]]).toMatchObject([
    { wordAddress: 2754, direction: "configured" },
    { wordAddress: 2756, direction: "configured" },
  ]);
  expect(status).toBe("one-source");
});

function withMistake(profile: ModbusProfile, { counter, change }: WrongMap): unknown {
  const { counters } = profile;
  return { ...profile, counters: { ...counters, [counter]: { ...counters[counter], ...change } } };
}

function figure(counter: ModbusCounter, words: ModbusVector["words"]): string {
  const blocks = blocksOfVector({ origin: "derived", words, expect: {} });
  const decoded = decodeCounter(counter, blocks);
  if (decoded.kind === "none") return "none";
  const { count: amount, decimals, unit } = decoded;
  return `${decimalText({ amount, decimals })} ${unit}`;
}
