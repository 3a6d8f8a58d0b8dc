import type { CountersTable, EnteredIndexAnswer, EnteredIndexPreview } from "@mega/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiRig, makeApiRig } from "./testing/api-rig.ts";

const config = `
version: 1
building: { name: Résidence Tilleuls }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters:
  - { id: lift, profile: eastron-sdm630, bus: main, address: 1 }
  - id: cellar
    profile: manual-water
    manual: { unit: m3, decimals: 3, rolloverAt: "1000" }
    ratedMaximumPerHour: "2"
  - { id: flat, profile: manual-electricity-both, manual: { unit: kWh, decimals: 1 } }
channels:
  - { no: 1, name: Lift, meter: lift }
  - { no: 7, name: Cellar, meter: cellar }
  - { no: 8, name: Flat, meter: flat }
`;

/** 30 April 2026, 22:02 in Brussels; months begin at 22:00 UTC. */
const startMs = Date.UTC(2026, 3, 30, 20, 2);
const hour = 3_600_000;

let rig: ApiRig;
beforeEach(async () => {
  rig = await makeApiRig(config, startMs - 60_000);
  rig.displays = { lift: { import: 100, export: 0 } };
  await rig.round(startMs);
});
afterEach(() => rig.close());

const enter = (channelNo: number, takenAt: string, indexes: object, more: object = {}) =>
  rig.post(`/channels/${channelNo}/entered-index`, {
    takenAt,
    counters: Object.entries(indexes).map(([counterId, index]) => ({ counterId, index })),
    note: "",
    confirmed: false,
    ...more,
  });
const cellar = (takenAt: string, index: string, more: object = {}) =>
  enter(7, takenAt, { volume: index }, more);
const known = async (channelNo = 7, query = ""): Promise<EnteredIndexPreview> =>
  (await rig.get(`/channels/${channelNo}/entered-index${query}`)).json();
const row = async (channelNo: number) => {
  const table: CountersTable = (await rig.get("/counters")).json();
  const found = table.rows.find((one) => one.channelNo === channelNo);
  if (found === undefined) throw new Error(`no channel ${channelNo}`);
  return found;
};

test("a round neither asks such a meter nor misses it", async () => {
  expect((await rig.get("/rounds/latest")).json()).toMatchObject({ total: 1, problems: 0 });
  expect(await row(7)).toMatchObject({ state: "never", problem: { reason: "index-awaited" } });
  const read = await rig.post("/channels/7/read");
  expect(read.statusCode).toBe(409);
  expect(read.json().errors[0]).toMatchObject({ code: "typed-only" });
});

test("the first index is First init, the next makes a consumption marked as read by a person", async () => {
  const first = await cellar("2026-04-30T22:00:00Z", "12.5");
  expect(first.statusCode, first.body).toBe(400);
  await rig.clock.advanceTo(Date.UTC(2026, 3, 30, 22, 1));
  const taken = await cellar("2026-05-01T00:00:00+02:00", "12.5");
  expect(taken.statusCode, taken.body).toBe(201);
  expect(await row(7)).toMatchObject({ state: "ok", firstInit: "2026-04-30T22:00:00.000Z" });
  await rig.clock.advanceTo(Date.UTC(2026, 4, 31, 22, 10));
  const answer: EnteredIndexAnswer = (await cellar("2026-05-31T22:00:00Z", "20")).json();
  expect(answer.counters).toEqual([
    {
      counterId: "volume",
      verdict: "accepted",
      reason: null,
      mark: "person",
      unit: "m3",
      index: "20.000",
      consumption: "7.500",
    },
  ]);
  await rig.round(Date.UTC(2026, 4, 31, 23, 2));
  const may = (await row(7)).counters[0]?.cells.find(({ month }) => month === "2026-05");
  expect(may).toMatchObject({
    opening: "12.500",
    index: "20.000",
    indexMark: "person",
    consumption: "7.500",
    consumptionMark: "person",
    closed: true,
  });
});

test("every file says that a person read the index", async () => {
  await rig.clock.advanceTo(Date.UTC(2026, 3, 30, 22, 1));
  await cellar("2026-04-30T22:00:00Z", "12.5");
  await rig.clock.advanceTo(Date.UTC(2026, 4, 31, 22, 1));
  await cellar("2026-05-31T22:00:00Z", "20");
  const csv = await rig.get("/export.csv?channels=7&months=2026-05&shape=long&dialect=rfc4180");
  expect(csv.body, csv.body).toMatch(/person.*person/);
  const json = (await rig.get("/export.json?channels=7&months=2026-05")).json();
  expect(json.channels[0].registers?.[0] ?? json.channels[0].counters[0]).toMatchObject({
    months: [{ period: "2026-05", status: "person", indexMark: "person" }],
  });
});

test("the page asks for the index of a month from its end on, and until it is entered", async () => {
  await cellar("2026-04-30T20:00:00Z", "12.5");
  expect(await row(7)).toMatchObject({ state: "ok", problem: null });
  await rig.clock.advanceTo(Date.UTC(2026, 3, 30, 22, 0));
  expect(await row(7)).toMatchObject({
    state: "late",
    problem: { reason: "index-awaited", since: "2026-04-30T22:00:00.000Z" },
  });
  await rig.clock.advanceTo(Date.UTC(2026, 4, 3));
  expect(await row(7)).toMatchObject({ state: "silent" });
  expect(await known()).toMatchObject({
    after: "2026-04-30T20:00:00.000Z",
    awaitedFor: "2026-04-30T22:00:00.000Z",
    suggestedAt: "2026-04-30T22:00:00.000Z",
    counters: [{ counterId: "volume", unit: "m3", decimals: 3, latest: { index: "12.500" } }],
  });
  await cellar("2026-04-30T22:00:00Z", "12.6");
  expect(await known()).toMatchObject({ awaitedFor: null });
  expect(await row(7)).toMatchObject({ state: "ok" });
});

// The clock stands at 5 May, 12:00 UTC; the last index is 12.500 m3 of 30 April, 20:00 UTC.
test.each([
  ["2026-05-05T11:00:00Z", "12.4", false, "409 /counters/0/index below-last"],
  ["2026-05-05T11:00:00Z", "12.499", false, "201 accepted"],
  ["2026-05-05T11:00:00Z", "250", false, "409 /counters/0/index beyond-rating"],
  ["2026-05-05T11:00:00Z", "250", true, "201 doubtful"],
  ["2026-05-05T11:00:00Z", "12.5001", false, "400 /counters/0/index too-many-decimals"],
  ["2026-05-05T11:00:00Z", "1000", false, "400 /counters/0/index beyond-display"],
  ["2026-05-05T12:00:01Z", "13", false, "400 /takenAt in-future"],
  ["2026-04-30T20:00:00Z", "13", false, "400 /takenAt not-newer"],
  ["2026-02-30T20:00:00Z", "13", false, "400 /takenAt format"],
])("typed at %s: %s, confirmed %s: %s", async (takenAt, index, confirmed, wanted) => {
  await cellar("2026-04-30T20:00:00Z", "12.5");
  await rig.clock.advanceTo(Date.UTC(2026, 4, 5, 12));
  const before = rig.ledger.snapshot().head.seq;
  const answer = await cellar(takenAt, index, { confirmed });
  const { errors, counters } = answer.json();
  const said =
    errors === undefined ? counters[0].verdict : `${errors[0].pointer} ${errors[0].code}`;
  expect(`${answer.statusCode} ${said}`).toBe(wanted);
  const view = rig.ledger.snapshot();
  expect(view.quarantines.size).toBe(0);
  expect(view.head.seq > before).toBe(answer.statusCode === 201);
  if (confirmed) expect(await row(7)).toMatchObject({ state: "ok", problem: null });
});

test("a confirmed turn of the display is recorded as a rollover and goes on counting", async () => {
  await rig.clock.advanceTo(startMs + 40 * hour);
  await cellar(new Date(startMs + 40 * hour).toISOString(), "990");
  await rig.clock.advanceTo(startMs + 50 * hour);
  const doubtful = await known(7, "?indexes=volume:25");
  expect(doubtful.judged).toMatchObject([{ verdict: "doubtful", reason: "possible-rollover" }]);
  const at = new Date(startMs + 50 * hour).toISOString();
  const answer = await cellar(at, "25", { confirmed: true, note: "seen on site" });
  expect(answer.statusCode, answer.body).toBe(201);
  expect(rig.ledger.snapshot().rollovers).toHaveLength(1);
  const month = (await row(7)).counters[0]?.cells[0];
  expect(month).toMatchObject({ index: "25.000", indexMark: "person" });
});

test("all counters of a display are typed together, and one that falls refuses both", async () => {
  const at = "2026-04-30T20:00:00Z";
  expect((await enter(8, at, { import: "10" })).json().errors[0]).toMatchObject({
    pointer: "/counters",
    code: "required",
  });
  expect((await enter(8, at, { import: "10", volume: "1" })).statusCode).toBe(400);
  expect((await enter(8, at, { import: "10", export: "4.5" })).statusCode).toBe(201);
  await rig.clock.advanceTo(startMs + hour);
  const later = await enter(8, "2026-04-30T21:00:00Z", { import: "11", export: "4" });
  expect(later.json().errors[0]).toMatchObject({
    pointer: "/counters/1/index",
    code: "below-last",
  });
  expect((await row(8)).counters[0]?.latest).toMatchObject({ index: "10.0" });
});

test("a meter that the gateway asks takes no typed index", async () => {
  const answer = await enter(1, "2026-04-30T20:01:00Z", { import: "101", export: "0" });
  expect(answer.statusCode).toBe(409);
  expect((await rig.get("/channels/1/entered-index")).statusCode).toBe(409);
});

test("who typed an index stands in the audit log, with the note", async () => {
  await cellar("2026-04-30T20:00:00Z", "12.5", { note: "read by the caretaker" });
  const { entries } = (await rig.get("/audit")).json();
  expect(entries[0]).toMatchObject({ action: "index-entered", object: "channel:7" });
  expect(JSON.stringify(entries[0])).toContain("read by the caretaker");
});
