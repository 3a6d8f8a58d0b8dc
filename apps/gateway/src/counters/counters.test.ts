import type { ChannelRow } from "@mega/contract";
import type { Counters } from "@mega/figures";
import type { LedgerHost } from "@mega/ledger";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiRig, makeApiRig } from "../api/testing/api-rig.ts";
import { displaysAt, lastRoundMs, smallBuilding } from "../api/testing/small-building.ts";
import { gatewayCounters } from "./gateway-counters.ts";

const HOUR_MS = 3_600_000;

let rig: ApiRig;
let asked: string[];
let counters: Counters;
beforeEach(async () => {
  rig = await smallBuilding();
  asked = [];
  const ledger: LedgerHost = {
    ...rig.ledger,
    readingsAround(sourceNo, atMs) {
      asked.push(`${sourceNo} ${atMs}`);
      return rig.ledger.readingsAround(sourceNo, atMs);
    },
    closedMonths(channelNo, fromMonth) {
      asked.push(`closed ${channelNo} ${fromMonth}`);
      return rig.ledger.closedMonths(channelNo, fromMonth);
    },
  };
  counters = gatewayCounters({ ...rig.context, ledger });
});
afterEach(() => rig.close());

const rowOf = (rows: readonly ChannelRow[], channelNo: number) =>
  rows.find((row) => row.channelNo === channelNo);

test("while nothing is read the ledger is not asked again", async () => {
  const first = await counters.table();
  expect(asked.length).toBeGreaterThan(0);
  asked = [];
  const second = await counters.table();
  await counters.table({ channels: new Set([1, 3]) });
  expect(asked).toEqual([]);
  expect(second).toEqual(first);
});

test("after a round only the newest readings are asked for, once for each source", async () => {
  await counters.table();
  asked = [];
  const atMs = lastRoundMs + HOUR_MS;
  rig.displays = displaysAt(atMs);
  await rig.round(atMs);
  await counters.table();
  // Four sources; the two of the flat stand on two channels.
  expect(new Set(asked).size).toBe(4);
  expect(asked.length).toBeLessThanOrEqual(6);
  expect(asked.every((question) => question.endsWith(` ${atMs}`))).toBe(true);
});

test("states follow the clock although nothing is read", async () => {
  const stateAfter = async (hours: number) => {
    await rig.clock.advanceTo(lastRoundMs + hours * HOUR_MS);
    const row = rowOf((await counters.table()).rows, 1);
    return [row?.state, row?.problem?.reason ?? null];
  };
  expect(await stateAfter(2)).toEqual(["ok", null]);
  expect(await stateAfter(2.1)).toEqual(["late", "not-polled"]);
  expect(await stateAfter(24.1)).toEqual(["silent", "not-polled"]);
});

test("a meter that never answered says why, and since when", async () => {
  const row = rowOf((await counters.table()).rows, 5);
  expect(row).toMatchObject({
    state: "never",
    logTime: null,
    firstInit: null,
    problem: { reason: "timeout" },
  });
  expect(row?.counters.map(({ latest, cells }) => [latest, cells[0]?.index])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test("the reason of a meter that never answered changes although the ledger does not", async () => {
  await counters.table();
  const head = rig.ledger.snapshot().head.seq;
  rig.displays = { ...rig.displays, dead: {} };
  await rig.post("/channels/5/read");
  expect(rig.ledger.snapshot().head.seq).toBe(head);
  expect(rowOf((await counters.table()).rows, 5)?.problem?.reason).toBe("not-available");
});

test("a month ends with the clock although nothing is read", async () => {
  const may = async () => (await counters.table({ months: ["2026-05"] })).months[0]?.provisional;
  expect(await may()).toBe(true);
  await rig.clock.advanceTo(Date.UTC(2026, 4, 31, 22, 0));
  expect(await may()).toBe(false);
});

test("a meter that falls silent keeps its figures and says since when", async () => {
  rig.displays = { ...displaysAt(lastRoundMs + 3 * HOUR_MS) };
  delete rig.displays["cold"];
  for (let hour = 1; hour <= 3; hour += 1) await rig.round(lastRoundMs + hour * HOUR_MS);
  const row = rowOf((await counters.table()).rows, 3);
  expect(row).toMatchObject({
    state: "silent",
    problem: { reason: "timeout", since: new Date(lastRoundMs).toISOString() },
  });
  expect(row?.counters[0]?.cells[0]).toMatchObject({ index: "75.760", consumption: "0.420" });
});

test("a reading in the quarantine marks its month and leaves the index as it was", async () => {
  rig.displays = { ...displaysAt(lastRoundMs), cold: { volume: 60 } };
  await rig.round(lastRoundMs + HOUR_MS);
  const row = rowOf((await counters.table()).rows, 3);
  expect(row).toMatchObject({ state: "quarantined", problem: { reason: "fell" } });
  expect(row?.counters[0]?.cells[0]).toMatchObject({
    index: "75.760",
    indexMark: "Q",
    consumption: "0.420",
    consumptionMark: "Q",
  });
  expect(row?.counters[0]?.cells[1]).toMatchObject({ indexMark: null, closed: true });
});

test("a closed month is shown as it was closed, whatever is corrected later", async () => {
  const april = async () => rowOf((await counters.table()).rows, 3)?.counters[0]?.cells[1];
  const before = await april();
  expect(before).toMatchObject({ index: "75.340", closed: true, revision: 1 });
  const source = rig.ledger.snapshot().sources;
  const cold = [...source.values()].find(({ meterId }) => meterId === "cold")?.sourceNo ?? 0;
  const endMs = Date.UTC(2026, 3, 30, 22, 0);
  const { after } = await rig.ledger.readingsAround(cold, endMs);
  await rig.ledger.append([
    {
      kind: "reading-corrected",
      sourceNo: cold,
      seq: after?.seq ?? 0,
      takenAtMs: after?.takenAtMs ?? 0,
      count: (after?.count ?? 0) - 5,
      why: "misread",
    },
  ]);
  expect(await april()).toEqual(before);
});

test("months before those that are held come from the ledger", async () => {
  const months = ["2026-02", "2026-01"];
  const table = await counters.table({ months });
  expect(table.months.map(({ month }) => month)).toEqual(months);
  expect(rowOf(table.rows, 1)?.counters[0]?.cells[0]).toMatchObject({ consumption: "336.000" });
  const long = await makeApiRig(twoYears, Date.UTC(2024, 0, 1, 0, 1));
  try {
    for (let month = 0; month < 20; month += 1) {
      const atMs = Date.UTC(2024, month, 1, 0, 2);
      long.displays = { flat: { import: month * 100, export: 0 } };
      await long.round(atMs);
    }
    const asked: string[] = [];
    const ledger: LedgerHost = {
      ...long.ledger,
      closedMonths(channelNo, fromMonth) {
        asked.push(`${channelNo} ${fromMonth}`);
        return long.ledger.closedMonths(channelNo, fromMonth);
      },
    };
    const figures = { ...long.context, ledger };
    const table = gatewayCounters(figures).table({ months: ["2024-03", "2024-02"] });
    const cells = rowOf((await table).rows, 1)?.counters[0]?.cells;
    expect(asked).toEqual(["1 2024-02"]);
    expect(long.ledger.snapshot().closedMonths.get(1)?.has("2024-02")).toBe(false);
    expect(cells?.map(({ consumption, closed }) => [consumption, closed])).toEqual([
      ["100.000", true],
      ["100.000", true],
    ]);
  } finally {
    await long.close();
  }
});

const twoYears = `
version: 1
building: { name: Long, timeZone: UTC }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01" }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters: [{ id: flat, profile: eastron-sdm630, bus: main, address: 1 }]
channels: [{ no: 1, name: Flat, meter: flat }]
`;
