// What figures mean: each row is a line of meters and what must be said about it. A meter is written
// as channel, address and its counts of the last two hours: 1@4 ok=9 timeout=1.

import { expect, test } from "vitest";
import { CELL_MS, type CountName, noCounts } from "../recorder/tally.ts";
import type { BookedCell } from "../store/cell-book.ts";
import { findingsOf, type ObservedLine, type ObservedMeter } from "./findings.ts";
import { courseOf } from "./meter-course.ts";

const names: Readonly<Record<string, CountName>> = {
  ok: "answered",
  refused: "exceptions",
  timeout: "timeouts",
  crc: "badCrcs",
  wrong: "wrongReplies",
  down: "busDowns",
  late: "lateReplies",
  overlong: "overlongReplies",
};

function meterOf(text: string): ObservedMeter {
  const [head = "", ...parts] = text.trim().split(" ");
  const [channel = "", address = ""] = head.split("@");
  const counts = noCounts();
  for (const part of parts) {
    const [name = "", value = ""] = part.split("=");
    const place = names[name];
    if (place === undefined) throw new Error(`${name} is no count`);
    counts[place] = Number(value);
  }
  const unit = Number(address);
  const latencies = [0, 0, 0, 0, 0, 0, counts.answered];
  const cell: BookedCell = {
    startMs: CELL_MS,
    busyMs: 0,
    units: new Map([[unit, { counts, latencies }]]),
  };
  return {
    channelNos: channel === "" ? [] : [Number(channel)],
    profileId: "eastron-sdm120",
    address: unit,
    course: courseOf([undefined, cell], unit),
    fastestMs: counts.answered > 0 ? 15 : null,
    p95Ms: counts.answered > 0 ? 50 : null,
  };
}

const quiet: ObservedLine = {
  up: true,
  fault: null,
  plainAdapter: false,
  cycleTooShort: false,
  busyPermille: 2,
  roundTookMs: null,
  meters: [],
};

// Meters, divided by commas | the findings: code, channels, and "after" where it is told.
const rows = `
  1@4 ok=9, 2@5 ok=9                                            | in-order 1 2
  1@4 ok=9, 2@5 timeout=4                                       | silent 2; in-order 1
  1@4 timeout=4, 2@5 ok=9                                       | silent 1; in-order 2
  1@4 timeout=4, 2@5 timeout=4                                  | all-silent 1 2
  1@4 timeout=4                                                 | all-silent 1
  1@4 ok=9, 2@5 timeout=4, 3@6 timeout=4                        | silent-from 2 3 after 1; in-order 1
  1@4 ok=9, 2@5 timeout=4, 3@6 timeout=4, 4@7 ok=9              | silent 2 3 after 1; in-order 1 4
  1@4 ok=9, 3@6 ok=9, 2@5 timeout=4                             | silent 2 after 1; in-order 1 3
  1@4 ok=9, 2@5 ok=9 crc=1                                      | in-order 1 2
  1@4 ok=9, 2@5 ok=9 crc=3                                      | spoilt 2 after 1; in-order 1
  1@4 ok=9, 2@5 ok=9 crc=3, 3@6 ok=9 crc=2                      | spoilt-from 2 3 after 1; in-order 1
  1@4 ok=900, 2@5 ok=900 crc=3                                  | in-order 1 2
  1@4 ok=9 crc=4, 2@5 ok=9 wrong=4                              | all-spoilt 1 2
  1@4 ok=9, 2@5 crc=4 overlong=3                                | address-shared 2; in-order 1
  1@4 ok=9, 2@5 crc=4 overlong=1                                | spoilt 2 after 1; in-order 1
  1@4 ok=9, 2@5 refused=4                                       | refuses 2; in-order 1
  1@4 ok=9, 2@5 ok=9 refused=4                                  | in-order 1 2
  1@4 ok=90 late=3, 2@5 ok=9                                    | late 1; in-order 1 2
  1@4 ok=900 late=3, 2@5 ok=9                                   | in-order 1 2
  1@4 ok=9, @9 timeout=4                                        | silent ; in-order 1
  1@4                                                           | nothing-yet
`;

test.each(rows.trim().split("\n"))("findings: %s", (row) => {
  const [given = "", wanted = ""] = row.split("|").map((part) => part.trim());
  const found = findingsOf({ ...quiet, meters: given.split(",").map(meterOf) });
  const said = found.map(({ code, channels, params }) => {
    const after =
      params["after"] === undefined || !/-from|spoilt|silent/.test(code)
        ? []
        : ["after", params["after"]];
    return [code, ...channels, ...after].join(" ");
  });
  const plain = (text: string) => text.split(";").map((part) => part.trim());
  const shown = wanted.includes("after") ? said : said.map((text) => text.replace(/ after.*/, ""));
  expect(shown).toEqual(plain(wanted));
});

test("the gravest comes first, with since when and how often", () => {
  const meters = ["1@4 ok=9", "2@5 ok=9 crc=3", "3@6 ok=9", "4@7 timeout=6"].map(meterOf);
  const found = findingsOf({ ...quiet, meters });
  expect(found.map(({ severity }) => severity)).toEqual(["bad", "warn", "ok"]);
  expect(found[0]).toMatchObject({
    code: "silent",
    params: { attempts: "6", addresses: "7", since: "1970-01-01T00:15:00.000Z" },
  });
});

test("a line that is not open says so and nothing else", () => {
  const found = findingsOf({ ...quiet, up: false, fault: "no such device", meters: [] });
  expect(found).toEqual([
    { code: "bus-closed", severity: "bad", channels: [], params: { fault: "no such device" } },
  ]);
});

test("a line without meters, and a line too busy", () => {
  expect(findingsOf(quiet).map(({ code }) => code)).toEqual(["no-meters"]);
  const meters = [meterOf("1@4 ok=9")];
  const busy = findingsOf({ ...quiet, meters, busyPermille: 640, roundTookMs: 4200 });
  expect(busy[0]).toMatchObject({ code: "busy", params: { permille: "640", roundTookMs: "4200" } });
});

test("an adapter is suspected only where meters of several kinds are all slow", () => {
  const slow = (text: string, profileId: string): ObservedMeter => {
    return { ...meterOf(text), profileId, fastestMs: 20 };
  };
  const three = ["1@4 ok=9", "2@5 ok=9", "3@6 ok=9"];
  const kinds = (profiles: readonly string[]) =>
    findingsOf({
      ...quiet,
      plainAdapter: true,
      meters: three.map((text, index) => slow(text, profiles[index] ?? "")),
    }).map(({ code }) => code);
  expect(kinds(["moco", "moco", "emm220"])).toContain("slow-adapter");
  expect(kinds(["moco", "moco", "moco"])).not.toContain("slow-adapter");
});
