import type {
  ChannelDetail,
  CountersTable,
  ExchangeAnswer,
  ExchangePreview,
  QuarantineList,
} from "@mega/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApiRig } from "./testing/api-rig.ts";
import {
  buildingBeforeExchange,
  buildingWithWaiting,
  juneBeginsMs,
  lastOldMs,
} from "./testing/waiting-building.ts";

const HOUR_MS = 3_600_000;
const at = "2026-05-12T10:30:00+02:00";
const indexes = [
  { counterId: "import", oldEnd: "9471.200", newStart: "0.000" },
  { counterId: "export", oldEnd: "13.000", newStart: "0" },
];
const wholeExchange = {
  kind: "exchanged",
  at,
  serialNumber: "NEW-2",
  counters: indexes,
  why: "worn out",
};

let rig: ApiRig;
beforeEach(async () => {
  rig = await buildingWithWaiting();
});
afterEach(() => rig.close());

const record = (channelNo: number, request: object = {}) =>
  rig.post(`/channels/${channelNo}/exchanges`, {
    ...wholeExchange,
    confirmChannelNo: channelNo,
    ...request,
  });
const row = async (channelNo: number) => {
  const table: CountersTable = (await rig.get("/counters")).json();
  const found = table.rows.find((candidate) => candidate.channelNo === channelNo);
  if (found === undefined) throw new Error(`no row ${channelNo}`);
  return found;
};
const may = async (channelNo: number) =>
  (await row(channelNo)).counters[0]?.cells.find(({ month }) => month === "2026-05");
const nextRound = async (displays: object) => {
  Object.assign(rig.displays, displays);
  await rig.round(juneBeginsMs + HOUR_MS);
};

test("consumption over an exchange is exact to the last digit, on both channels of the meter", async () => {
  const answer = await record(1);
  expect(answer.statusCode, answer.body).toBe(201);
  const recorded: ExchangeAnswer = answer.json();
  expect(recorded).toMatchObject({ channels: [1, 2], at: "2026-05-12T08:30:00.000Z", left: 0 });
  await nextRound({ lift: { import: 163.9, export: 0 } });
  for (const channelNo of [1, 2]) {
    // (9471.200 − 9394.515) + (163.665 − 0.000)
    expect(await may(channelNo)).toMatchObject({
      consumption: "240.350",
      consumptionMark: "S",
      closed: true,
      revision: 1,
    });
    expect(await row(channelNo)).toMatchObject({ state: "ok", meter: { serialNumber: "NEW-2" } });
    expect((await row(channelNo)).counters[0]?.latest?.index).toBe("163.900");
  }
  expect((await rig.ledger.verify(1)).ok).toBe(true);
});

test("no waiting reading is lost: each counts for the new meter at its own instant", async () => {
  const list: QuarantineList = (await rig.get("/quarantine")).json();
  const waited = list.sources.filter(({ meterId }) => meterId === "lift");
  const recorded: ExchangeAnswer = (await record(2)).json();
  expect(recorded.accepted).toBe(waited.reduce((sum, { readings }) => sum + readings, 0));
  const after: QuarantineList = (await rig.get("/quarantine")).json();
  expect(after.sources.some(({ meterId }) => meterId === "lift")).toBe(false);
  const view = rig.ledger.snapshot();
  const fresh = [...view.sources.values()].find(
    ({ serialNumber, counterId }) => serialNumber === "NEW-2" && counterId === "import",
  );
  const stored = await rig.ledger.readingsBetween(fresh?.sourceNo ?? 0, 0, juneBeginsMs + 1, 1000);
  expect(stored).toHaveLength(waited[0]?.readings ?? 0);
  expect(stored.every(({ status }) => status === "accepted")).toBe(true);
  expect(stored.at(-1)).toMatchObject({
    takenAtMs: juneBeginsMs,
    count: 163_665 * 10 ** scale(view),
  });
});

/** Decimals of the lift's count beyond a thousandth. */
function scale(view: ReturnType<ApiRig["ledger"]["snapshot"]>): number {
  return ([...view.sources.values()][0]?.decimals ?? 3) - 3;
}

test("the preview says what the month comes to, and the record says the same", async () => {
  const asked = "import:9471.200:0.000,export:13.000:0.000";
  const path = `/channels/1/exchange-preview?kind=exchanged&serialNumber=NEW-2&at=${encodeURIComponent(at)}&counters=${asked}`;
  const answer = await rig.get(path);
  expect(answer.statusCode, answer.body).toBe(200);
  const preview: ExchangePreview = answer.json();
  expect(preview).toMatchObject({
    channels: [1, 2],
    after: "2026-05-12T08:02:00.000Z",
    until: "2026-05-12T09:01:59.999Z",
    suggestedAt: "2026-05-12T09:01:00.000Z",
    oldSerialNumber: "OLD-1",
    newSerialNumber: "NEW-2",
    counters: [{ counterId: "import", latest: { index: "9471.200" } }, { counterId: "export" }],
    left: 0,
  });
  expect(preview.figures[0]).toMatchObject({
    counterNo: 1,
    month: "2026-05",
    consumption: "240.350",
    parts: [
      { serialNumber: "OLD-1", opening: { index: "9394.515" }, closing: { index: "9471.200" } },
      { serialNumber: "NEW-2", opening: { index: "0.000" }, closing: { index: "163.665" } },
    ],
  });
  await record(1);
  await nextRound({ lift: { import: 164, export: 0 } });
  const detail: ChannelDetail = (await rig.get("/channels/1")).json();
  expect(detail.exchanges).toHaveLength(2);
  expect(detail.exchanges[0]).toMatchObject({ kind: "exchanged", figures: preview.figures[0] });
});

test("a meter that is exchanged before anybody read the new one waits for nothing", async () => {
  await rig.close();
  rig = await buildingBeforeExchange();
  const answer = await record(1, { at: "2026-05-12T08:02:30Z" });
  expect(answer.statusCode, answer.body).toBe(400);
  await rig.clock.advanceTo(lastOldMs + 10 * 60_000);
  expect((await record(1, { at: "2026-05-12T08:05:00Z" })).json()).toMatchObject({ accepted: 0 });
  rig.serials = { lift: "NEW-2" };
  rig.displays["lift"] = { import: 0.25, export: 0 };
  await rig.round(lastOldMs + HOUR_MS);
  expect(await row(1)).toMatchObject({ state: "ok" });
  expect(await may(1)).toMatchObject({ consumption: "76.935" });
});

test("a third serial number waits as a reading of the new meter", async () => {
  rig.serials = { lift: "OTHER-3" };
  rig.displays["lift"] = { import: 5, export: 0 };
  await rig.round(juneBeginsMs + HOUR_MS);
  expect((await record(1)).json()).toMatchObject({ left: 2 });
  const list: QuarantineList = (await rig.get("/quarantine")).json();
  const lift = list.sources.filter(({ meterId }) => meterId === "lift");
  expect(lift.map(({ serialNumber, first }) => [serialNumber, first.serialNumber])).toEqual([
    ["NEW-2", "OTHER-3"],
    ["NEW-2", "OTHER-3"],
  ]);
});

test("what waited from before the exchange can only be discarded", async () => {
  await rig.close();
  rig = await buildingBeforeExchange();
  rig.displays["lift"] = { import: 90_000, export: 13 };
  await rig.round(lastOldMs + HOUR_MS);
  await rig.clock.advanceTo(lastOldMs + 2 * HOUR_MS);
  expect((await record(1, { at: "2026-05-12T09:30:00Z" })).statusCode).toBe(201);
  const list: QuarantineList = (await rig.get("/quarantine")).json();
  expect(list.sources.map(({ actions }) => actions)).toEqual([["discard"]]);
  const [old] = list.sources;
  const decision = { sourceNo: old?.sourceNo, upToSeq: old?.last.seq, why: "a disturbed reading" };
  const decide = (kind: string) =>
    rig.post(`/channels/1/quarantine/${kind}`, { ...decision, confirmChannelNo: 1 });
  expect((await decide("release")).statusCode).toBe(409);
  expect((await decide("discard")).json()).toMatchObject({ decided: 1, waiting: 0 });
});

test("a counter set back keeps its meter, and what waited counts from the new start", async () => {
  await rig.close();
  rig = await buildingBeforeExchange();
  rig.displays["lift"] = { import: 0.5, export: 13 };
  await rig.round(lastOldMs + HOUR_MS);
  const counters = [{ counterId: "import", oldEnd: "9471.2", newStart: "0" }];
  const setBack = { kind: "set-back", serialNumber: null, counters, why: "reset by the installer" };
  expect((await record(1, setBack)).json()).toMatchObject({ accepted: 1, left: 0 });
  rig.displays["lift"] = { import: 1, export: 13 };
  await rig.round(lastOldMs + 2 * HOUR_MS);
  expect(await may(1)).toMatchObject({ consumption: "77.685", consumptionMark: "S" });
  const detail: ChannelDetail = (await rig.get("/channels/1")).json();
  expect(detail.exchanges[0]).toMatchObject({ kind: "set-back" });
});

test("what is not sure is refused, and nothing is lost", async () => {
  const one = (part: object) => ({ counters: [{ ...indexes[0], ...part }, indexes[1]] });
  const cases: readonly (readonly [number, object, string])[] = [
    [1, { confirmChannelNo: 2 }, "400 /confirmChannelNo not-confirmed"],
    [1, { why: "no" }, "400 /why minLength"],
    [1, { at: "2026-05-12T08:02:00Z" }, "400 /at before-last"],
    [1, { at: "2026-05-12T09:02:00Z" }, "400 /at after-first"],
    [1, { at: "2026-02-30T09:02:00Z" }, "400 /at format"],
    [1, { serialNumber: "OLD-1" }, "400 /serialNumber not-allowed"],
    [1, { kind: "set-back" }, "400 /serialNumber not-allowed"],
    [1, { counters: [indexes[0]] }, "400 /counters required"],
    [1, { counters: [indexes[0], indexes[0]] }, "400 /counters/1/counterId not-allowed"],
    [1, one({ counterId: "volume" }), "400 /counters/0/counterId not-allowed"],
    [1, one({ oldEnd: "9471.199" }), "400 /counters/0/oldEnd below-last"],
    [1, one({ oldEnd: "9999.999" }), "400 /counters/0/oldEnd beyond-rating"],
    [1, one({ oldEnd: "9471.2001" }), "400 /counters/0/oldEnd too-many-decimals"],
    [1, one({ newStart: "0.001" }), "400 /counters/0/newStart above-latest"],
    [1, one({ newStart: "-1" }), "400 /counters/0/newStart format"],
    [7, {}, "409 /path/channelNo no-meter"],
    [17, {}, "404 /path/channelNo not-allowed"],
  ];
  const before = rig.ledger.snapshot();
  for (const [channelNo, request, wanted] of cases) {
    const answer = await record(channelNo, request);
    const [field] = answer.json().errors ?? [];
    expect(`${answer.statusCode} ${field?.pointer} ${field?.code}`, answer.body).toBe(wanted);
  }
  expect(rig.ledger.snapshot().head.seq).toBe(before.head.seq);
  expect(rig.ledger.snapshot().quarantines.size).toBe(before.quarantines.size);
});

test("the old meter does not end as high as a jump that waits for an answer", async () => {
  const { sources }: QuarantineList = (await rig.get("/quarantine")).json();
  const cold = sources.find(({ meterId }) => meterId === "cold");
  const decide = (kind: string, upToSeq: number) =>
    rig.post(`/channels/4/quarantine/${kind}`, {
      ...{ confirmChannelNo: 4, sourceNo: cold?.sourceNo, upToSeq, why: "looked at on site" },
    });
  await decide("discard", cold?.last.seq ?? 0);
  for (const [hours, volume] of [
    [1, 22.5],
    [2, 60],
  ] as const) {
    rig.displays["cold"] = { volume };
    await rig.round(juneBeginsMs + hours * HOUR_MS);
  }
  const waits = rig.ledger.snapshot().head.seq;
  await rig.clock.advanceBy(48 * HOUR_MS);
  const exchange = (oldEnd: string) =>
    record(4, {
      at: new Date(juneBeginsMs + 49 * HOUR_MS).toISOString(),
      counters: [{ counterId: "volume", oldEnd, newStart: "0" }],
    });
  const refused = await exchange("60.000");
  expect(refused.statusCode, refused.body).toBe(400);
  expect(refused.json().errors[0]).toMatchObject({
    pointer: "/counters/0/oldEnd",
    code: "above-latest",
  });
  expect((await decide("release", waits)).statusCode).toBe(200);
  expect((await exchange("60.000")).statusCode).toBe(201);
});

test("an exchange cannot be recorded twice", async () => {
  expect((await record(1)).statusCode).toBe(201);
  const again = await record(1);
  expect(again.json().errors[0]).toMatchObject({ pointer: "/serialNumber", code: "not-allowed" });
  const other = await record(1, { serialNumber: "NEW-9" });
  expect(other.json().errors[0]).toMatchObject({ pointer: "/at", code: "before-last" });
});
