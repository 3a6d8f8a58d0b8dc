import { expect, test } from "vitest";
import { wantedRanges } from "./plan-blocks.ts";
import { modbusProfile } from "./testing/meter-profiles.ts";

test("a whole number and its part are asked for in one range", () => {
  const ranges = wantedRanges(modbusProfile("gavazzi-em112-hires"));
  expect(ranges).toEqual([{ function: 4, wordAddress: 0x400, wordCount: 4 }]);
});

test("the tariffs of a sum that follow one another are asked for in one range", () => {
  const ranges = wantedRanges(modbusProfile("siemens-pac2200"));
  expect(ranges).toEqual([
    { function: 3, wordAddress: 801, wordCount: 8 },
    { function: 3, wordAddress: 809, wordCount: 8 },
  ]);
});

test("a counter brings its unit and mode registers along, each once, the serial number last", () => {
  const profile = modbusProfile("calec-st");
  const ranges = wantedRanges(profile, { counters: ["energy", "cooling"], serialNumber: true });
  expect(ranges).toEqual([
    { function: 3, wordAddress: 100, wordCount: 2 },
    { function: 3, wordAddress: 102, wordCount: 2 },
    { function: 3, wordAddress: 104, wordCount: 1 },
    { function: 3, wordAddress: 1, wordCount: 1 },
    { function: 3, wordAddress: 4, wordCount: 2 },
  ]);
});

test("only the counters and values named are asked for; strange names are passed over", () => {
  const profile = modbusProfile("gavazzi-em340");
  const wanted = { counters: ["export", "nothing"], live: ["power", "nothing"] };
  expect(wantedRanges(profile, wanted)).toEqual([
    { function: 4, wordAddress: 0x4e, wordCount: 2 },
    { function: 4, wordAddress: 0x28, wordCount: 2 },
  ]);
});
