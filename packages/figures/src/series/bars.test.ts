import type { MeterExchange, ReadingNear, Source, Stretch } from "@mega/domain";
import { expect, test } from "vitest";
import { barsOf } from "./bars.ts";

const minuteMs = 60_000;

function source(sourceNo: number): Source {
  return {
    sourceNo,
    meterId: "m",
    counterId: "import",
    serialNumber: null,
    profileId: "p",
    profileHash: "",
    medium: "electricity",
    unit: "kWh",
    decimals: 3,
    factor: { numerator: 1, denominator: 1 },
    start: { amount: 0, decimals: 0 },
    rolloverCount: null,
    ratedMaximumPerHour: { amount: 100, decimals: 0 },
  };
}

// Hours from minute 0 on; the minute it is now; where the counter shows which source ("1@30-120":
// source 1 from minute 30 to 120); its readings as "source/minute:count"; an exchange of source 1
// for 2 as "minute:end:start"; then a bar for each hour with its mark.
const table = `
  3 | 400 | 1@0-999           | 1/2:0 1/62:100 1/122:300 1/182:600            |            | 0.100 0.200 0.300
  3 | 400 | 1@0-999           | 1/2:0 1/62:100 1/182:600                      |            | 0.100 -gap -gap
  2 | 400 | 1@0-999           | 1/7:0 1/67:60 1/127:120 1/187:180             |            | -gap 0.060I
  2 | 90  | 1@0-999           | 1/2:0 1/62:100 1/82:140                       |            | 0.100 0.040provisional
  2 | 61  | 1@0-999           | 1/2:0 1/52:90                                 |            | 0.090provisional -provisional
  2 | 61  | 1@0-999           | 1/2:0 1/61:100                                |            | 0.100 0.000provisional
  3 | 90  | 1@0-999           | 1/2:0 1/62:100                                |            | 0.100 0.000provisional -
  3 | 400 | 1@60-999          | 1/2:0 1/62:100 1/122:300 1/182:600            |            | - 0.200 0.300
  2 | 400 | 1@30-999          | 1/32:50 1/62:100 1/122:300                    |            | 0.050 0.200
  2 | 400 | 1@0-30,2@30-999   | 1/2:0 1/28:90 2/31:5 2/62:25 2/122:40         | 30:100:0   | 0.125S 0.015
  2 | 400 | 1@0-30            | 1/2:0 1/62:100                                |            | -gap -
`;

test.each(table.trim().split("\n"))("bars: %s", (row) => {
  const [hours, now, stretches = "", given = "", exchanged = "", wanted = ""] = row
    .split("|")
    .map((cell) => cell.trim());
  const readings = new Map<number, ReadingNear[]>([
    [1, []],
    [2, []],
  ]);
  for (const [seq, item] of given.split(/\s+/).entries()) {
    const [, sourceNo, minute, count] = /^(\d)\/(\d+):(\d+)$/.exec(item) ?? [];
    readings.get(Number(sourceNo))?.push({
      takenAtMs: Number(minute) * minuteMs,
      count: Number(count),
      seq,
    });
  }
  const exchanges: MeterExchange[] =
    exchanged === ""
      ? []
      : [exchanged.split(":").map(Number)].map(([minute = 0, end = 0, start = 0]) => ({
          oldSourceNo: 1,
          newSourceNo: 2,
          atMs: minute * minuteMs,
          oldEndCount: end,
          newStartCount: start,
          seq: 99,
        }));
  const bars = barsOf({
    counterNo: 1,
    nowMs: Number(now) * minuteMs,
    spans: Array.from({ length: Number(hours) }, (_, hour) => ({
      fromMs: hour * 60 * minuteMs,
      toMs: (hour + 1) * 60 * minuteMs,
    })),
    stretches: stretches.split(",").map(stretchOf),
    sources: new Map([1, 2].map((sourceNo) => [sourceNo, source(sourceNo)])),
    readings,
    exchanges,
    rollovers: [],
  });
  expect(bars.map(({ consumption, mark }) => `${consumption ?? "-"}${mark ?? ""}`).join(" ")).toBe(
    wanted,
  );
});

function stretchOf(text: string): Stretch {
  const [, sourceNo, from, to] = /^(\d)@(\d+)-(\d+)$/.exec(text) ?? [];
  return {
    fromMs: Number(from) * minuteMs,
    toMs: Number(to) * minuteMs,
    counterNo: 1,
    sourceNo: Number(sourceNo),
    tenancy: {
      tenancyId: "t",
      channelNo: 1,
      startedAtMs: 0,
      endedAtMs: null,
      opening: { 1: null, 2: null },
    },
    begunBy: null,
    endedBy: null,
  };
}
