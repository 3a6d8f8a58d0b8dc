import { CountersTable, ExportV1 } from "@mega/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { type CountersInput, countersTable } from "./counters-table.ts";
import { exportJson } from "./export-json.ts";
import { selectChannels } from "./table/select-part.ts";
import { amount, channelInput, counterInput, dayOfMay, shownMonth, zone } from "./testing/input.ts";
import { sampleTable } from "./testing/sample-table.ts";

const ajv = new Ajv2020({ allErrors: true });
const isTable = ajv.compile(CountersTable);
const isExport = ajv.compile(ExportV1);

const tripMeter = {
  meterId: "meter-1",
  profileId: "sample",
  model: "Sample S1",
  address: "bus main, address 1",
  serialNumber: null,
  profileStatus: "verified",
} as const;

function inputOf(channels: CountersInput["channels"]): CountersInput {
  return {
    nowMs: dayOfMay(20),
    timeZone: zone,
    gateway: sampleTable.gateway,
    clockState: "S",
    head: { seq: 0, hash: null },
    months: ["2026-05", "2026-04"],
    channels,
  };
}

const may = (parts: string) => new Map([["2026-05", shownMonth(parts, { provisional: true })]]);

test("the table fits the contract, and so does the file made from it", () => {
  const table = countersTable(
    inputOf([
      channelInput(1, { months: may("new:1/1 1@100 20@112.5l") }),
      channelInput(2, { counters: [], meter: null, medium: null, tenancy: null }),
    ]),
  );
  expect(isTable(table)).toBe(true);
  expect(isExport(exportJson(table))).toBe(true);
  expect(isTable(sampleTable)).toBe(true);
  expect(isExport(exportJson(sampleTable))).toBe(true);
  expect(table.months).toEqual([
    { month: "2026-05", provisional: true },
    { month: "2026-04", provisional: false },
  ]);
  expect(table.rows[0]?.counters[0]?.cells[1]).toMatchObject({ index: null, consumption: null });
});

test("log time is that of the counter read longest ago", () => {
  const latest = (day: number) => ({ index: amount("1"), takenAtMs: dayOfMay(day), held: false });
  const table = countersTable(
    inputOf([
      channelInput(1, {
        counters: [
          counterInput({ latest: latest(20) }),
          counterInput({ counterNo: 2, latest: latest(19) }),
        ],
      }),
    ]),
  );
  expect(table.rows[0]?.logTime).toBe(new Date(dayOfMay(19)).toISOString());
});

test("a main meter that the installation leaves out of totals is not summed", () => {
  const main = { inTotals: false, months: may("new:1/1 1@1000 20@1500l") };
  const flat = { months: may("new:1/1 1@100 20@112.5l") };
  const table = countersTable(inputOf([channelInput(1, main), channelInput(2, flat)]));
  expect(table.totals).toMatchObject([{ channels: [2], cells: [{ consumption: "12.5" }, {}] }]);
  expect(table.rows[0]?.inTotals).toBe(false);
});

test("a total and a trip on one meter are summed once, by the longer period", () => {
  const trip = { tenancyId: "new", startedAtMs: dayOfMay(9), endedAtMs: null };
  const table = countersTable(
    inputOf([
      channelInput(1, {
        meter: tripMeter,
        tenancy: trip,
        months: may("new:1/1 9@103 20@112.5l"),
      }),
      channelInput(2, { meter: tripMeter, months: may("new:1/1 1@100 20@112.5l") }),
      channelInput(3, { months: may("new:1/1 1@7 20@8.25l") }),
      channelInput(4),
    ]),
  );
  expect(table.totals).toHaveLength(1);
  expect(table.totals[0]).toMatchObject({
    medium: "electricity",
    unit: "kWh",
    counterNo: 1,
    channels: [2, 3, 4],
    cells: [
      { month: "2026-05", consumption: "13.75", partial: true, missingChannels: [4] },
      { month: "2026-04", consumption: null, partial: false, missingChannels: [2, 3, 4] },
    ],
  });
  const part = selectChannels(table, new Set([1, 3]));
  expect(part.rows.map(({ channelNo }) => channelNo)).toEqual([1, 3]);
  expect(part.totals[0]).toMatchObject({ channels: [1, 3], cells: [{ consumption: "10.75" }, {}] });
});

test("which of the two channels on a meter comes first makes no difference", () => {
  const total = { meter: tripMeter, months: may("new:1/1 1@100 20@112.5l") };
  const trip = {
    meter: tripMeter,
    tenancy: { tenancyId: "new", startedAtMs: dayOfMay(9), endedAtMs: null },
    months: may("new:1/1 9@103 20@112.5l"),
  };
  for (const channels of [
    [channelInput(1, total), channelInput(2, trip)],
    [channelInput(1, trip), channelInput(2, total)],
  ]) {
    const [row] = countersTable(inputOf(channels)).totals;
    expect(row?.cells[0]?.consumption).toBe("12.5");
  }
});

test("totals never mix media, units or counters", () => {
  const two = [counterInput(), counterInput({ counterNo: 2, counterId: "export", sourceNos: [2] })];
  const inMWh = [counterInput({ unit: "MWh" })];
  const table = countersTable(
    inputOf([
      channelInput(1, { counters: two, months: may("new:1/1 1@1 20@2l, new:2/2 1@5 20@9l") }),
      channelInput(2, { medium: "heat", counters: inMWh, months: may("new:1/1 1@1 20@4l MWh") }),
      channelInput(3, { medium: "heat", months: may("new:1/1 1@1 20@6l") }),
    ]),
  );
  const said = table.totals.map(
    ({ medium, unit, counterNo, cells }) =>
      `${medium} ${unit} ${counterNo} ${cells[0]?.consumption}`,
  );
  expect(said).toEqual([
    "electricity kWh 1 1",
    "electricity kWh 2 4",
    "heat kWh 1 5",
    "heat MWh 1 3",
  ]);
});

test("pulse inputs are summed with the counters of meters of their kind", () => {
  const counter = (counterId: string) => [counterInput({ counterId, unit: "m3" })];
  const water = { medium: "water", months: may("new:1/1 1@1 20@4l m3") } as const;
  const table = countersTable(
    inputOf([
      channelInput(1, { ...water, meter: tripMeter, counters: counter("pulse1") }),
      channelInput(2, { ...water, meter: tripMeter, counters: counter("pulse2") }),
      channelInput(3, { ...water, counters: counter("volume") }),
    ]),
  );
  expect(table.totals).toMatchObject([
    { counterId: "volume", channels: [1, 2, 3], cells: [{ consumption: "9" }, {}] },
  ]);
});

test("the file for programs has a status for every month, and an open quarantine settles none", () => {
  const { channels } = exportJson(sampleTable);
  const statuses = channels.map(({ counters }) =>
    counters.map(({ months }) => months.map(({ status }) => status).join(" ")),
  );
  expect(statuses).toEqual([
    ["provisional interpolated", "provisional actual"],
    ["provisional exchanged"],
    ["missing missing"],
    [],
  ]);
  expect(channels[1]?.counters[0]?.unit).toEqual({ symbol: "m3", ucum: "m3", unece: "MTQ" });
});
