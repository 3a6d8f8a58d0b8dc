import type { ChannelDetail, CountersTable, NewPeriodAnswer, PeriodPreview } from "@mega/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MonthCloser } from "../months/close-due-months.ts";
import type { ApiRig } from "./testing/api-rig.ts";
import { displaysAt, lastRoundMs, smallBuilding } from "./testing/small-building.ts";

let rig: ApiRig;
beforeEach(async () => {
  rig = await smallBuilding();
});
afterEach(() => rig.close());

const row = async (channelNo: number) => {
  const table: CountersTable = (await rig.get("/counters")).json();
  const found = table.rows.find((candidate) => candidate.channelNo === channelNo);
  if (found === undefined) throw new Error(`no row ${channelNo}`);
  return found;
};
const cell = async (channelNo: number, counterNo: number, month: string) =>
  (await row(channelNo)).counters
    .find((counter) => counter.counterNo === counterNo)
    ?.cells.find((candidate) => candidate.month === month);
const start = (channelNo: number, request: object) =>
  rig.post(`/channels/${channelNo}/periods`, { confirmChannelNo: channelNo, ...request });

test("a period started at once is read from the meter, and the columns begin there", async () => {
  rig.displays = displaysAt(rig.clock.nowMs());
  const answer = await start(2, { effectiveAt: null, index: { kind: "read" } });
  expect(answer.statusCode).toBe(201);
  const period: NewPeriodAnswer = answer.json();
  // Five minutes after the newest round: 0.5 kWh an hour, cut off after three decimals.
  expect(period).toMatchObject({
    channelNo: 2,
    startedAt: "2026-05-02T16:07:00.000Z",
    openings: [
      { counterNo: 1, unit: "kWh", index: "2288.042", method: "actual" },
      { counterNo: 2, unit: "kWh", index: "844.021", method: "actual" },
    ],
  });
  await rig.clock.advanceBy(1000);
  expect(await row(2)).toMatchObject({ firstInit: "2026-05-02T16:07:00.000Z", state: "ok" });
  expect(await cell(2, 1, "2026-05")).toMatchObject({
    opening: "2288.042",
    index: "2288.042",
    consumption: "0.000",
  });
  expect(await cell(2, 1, "2026-04")).toMatchObject({ index: null, consumption: null });
  // The total on the same meter keeps its history.
  expect(await cell(1, 1, "2026-05")).toMatchObject({ index: "2288.042", consumption: "21.042" });
  const detail: ChannelDetail = (await rig.get("/channels/2")).json();
  expect(detail.tenancies.map(({ endedAt, seq }) => [endedAt, seq])).toEqual([
    [null, period.seq],
    ["2026-05-02T16:07:00.000Z", expect.any(Number)],
  ]);
  const report = await rig.ledger.verify(1);
  expect(report.ok).toBe(true);
});

test("the next reading counts from the opening index", async () => {
  await start(3, { effectiveAt: "2026-05-02T10:32:00Z", index: { kind: "interpolated" } });
  rig.displays = displaysAt(lastRoundMs + 3_600_000);
  await rig.round(lastRoundMs + 3_600_000);
  // From 12:32 to 19:02 local time, 6.5 h at 0.01 m3; interpolated at the start.
  expect(await cell(3, 1, "2026-05")).toMatchObject({
    opening: "75.705",
    index: "75.770",
    consumption: "0.065",
    consumptionMark: "I",
  });
});

test("a start in a closed month closes it anew, split between the two tenants", async () => {
  expect(await cell(1, 1, "2026-04")).toMatchObject({ closed: true, revision: 1 });
  // 30 April 22:32 in Brussels, between two rounds.
  const answer = await start(1, {
    effectiveAt: "2026-04-30T22:32:00+02:00",
    index: { kind: "interpolated" },
  });
  expect(answer.json().openings[0]).toMatchObject({ index: "2266.250", method: "interpolated" });
  rig.displays = displaysAt(lastRoundMs + 3_600_000);
  await rig.round(lastRoundMs + 3_600_000);
  expect(await cell(1, 1, "2026-04")).toMatchObject({
    opening: "2266.250",
    index: "2267.000",
    consumption: "0.750",
    closed: true,
    revision: 2,
  });
  expect(await cell(1, 1, "2026-03")).toMatchObject({ index: null, closed: false });
  const closed = await rig.ledger.closedMonths(1, "2026-04");
  const parts = closed.at(-1)?.parts.filter(({ counterNo }) => counterNo === 1) ?? [];
  expect(parts.map(({ consumed }) => consumed.amount)).toEqual([359_250, 750]);
});

test("a start in a closed month that a power cut followed closes it anew after the start", async () => {
  const effectiveAt = "2026-04-30T22:32:00+02:00";
  await start(1, { effectiveAt, index: { kind: "interpolated" } });
  // Another process on the same ledger, before a round was stored.
  const zone = { timeZone: "Europe/Brussels", tzVersion: "2026a" };
  const closing = { ledger: rig.ledger, ...zone, mayClose: () => true };
  const months = new MonthCloser(closing);
  await months.closeDue(rig.clock.nowMs());
  months.stop();
  expect(await cell(1, 1, "2026-04")).toMatchObject({ consumption: "0.750", revision: 2 });
});

test("a start in a closed month is refused where the month could not be closed with it", async () => {
  // Within hours that nobody read: the index between them is only estimated.
  const asked = { effectiveAt: "2026-04-10T12:00:00Z", index: { kind: "interpolated" } };
  const before = await rig.get("/counters");
  const refused = await start(2, asked);
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({
    errors: [{ pointer: "/effectiveAt", code: "no-reading" }],
  });
  expect((await rig.get("/counters")).json()).toEqual(before.json());
});

test("the preview says what a start would end, and the start says the same", async () => {
  const at = "2026-05-02T04:02:00Z";
  const preview: PeriodPreview = (
    await rig.get(`/channels/1/period-preview?effectiveAt=${at}`)
  ).json();
  expect(preview).toMatchObject({
    effectiveAt: "2026-05-02T04:02:00.000Z",
    firstInit: "2026-01-15T08:02:00.000Z",
    canRead: true,
    nextSeq: rig.ledger.snapshot().head.seq + 1,
    counters: [
      {
        counterNo: 1,
        latest: { index: "2288.000" },
        atEffective: { index: "2282.000", method: "actual" },
        unbilled: { consumption: "15.000", since: "2026-04-30T22:00:00.000Z" },
      },
      { counterNo: 2, atEffective: { index: "841.000" } },
    ],
  });
  const started = await start(1, { effectiveAt: at, index: { kind: "interpolated" } });
  expect(started.json().openings[0]).toMatchObject({ index: "2282.000", method: "actual" });
});

test("a preview without an instant takes the newest reading", async () => {
  const preview: PeriodPreview = (await rig.get("/channels/4/period-preview")).json();
  expect(preview).toMatchObject({
    effectiveAt: null,
    counters: [
      {
        atEffective: { index: "12152.0", method: "latest" },
        unbilled: { consumption: "84.0" },
      },
    ],
  });
});

test("a typed index stands as it was typed, with the decimals of the meter", async () => {
  const answer = await start(4, {
    effectiveAt: "2026-05-02T04:32:00Z",
    index: { kind: "person", values: [{ counterNo: 1, index: "12129" }] },
  });
  expect(answer.json().openings).toEqual([
    { counterNo: 1, unit: "kWh", index: "12129.0", method: "person" },
  ]);
  expect(await cell(4, 1, "2026-05")).toMatchObject({
    opening: "12129.0",
    consumption: "23.0",
    consumptionMark: "person",
  });
});

const person = (...values: (readonly [number, string])[]) => ({
  kind: "person",
  values: values.map(([counterNo, index]) => ({ counterNo, index })),
});

test("what is not sure is refused, with the field and what is allowed", async () => {
  const at = "2026-05-02T04:32:00Z";
  const cases: readonly (readonly [number, object, string])[] = [
    [4, { confirmChannelNo: 3 }, "400 /confirmChannelNo not-confirmed"],
    [4, { effectiveAt: at }, "400 /index/kind not-allowed"],
    [
      4,
      { effectiveAt: "2026-05-02T16:08:00Z", index: person([1, "12152"]) },
      "400 /effectiveAt in-future",
    ],
    [
      4,
      { effectiveAt: "2026-01-15T08:02:00Z", index: person([1, "7000"]) },
      "400 /effectiveAt too-early",
    ],
    [
      4,
      { effectiveAt: at, index: person([1, "12127.9"]) },
      "400 /index/values/0/index below-opening",
    ],
    [
      4,
      { effectiveAt: at, index: person([1, "12130.1"]) },
      "400 /index/values/0/index above-latest",
    ],
    [
      4,
      { effectiveAt: at, index: person([1, "12129.05"]) },
      "400 /index/values/0/index too-many-decimals",
    ],
    [4, { index: person([1, "99999"]) }, "400 /index/values/0/index above-latest"],
    [4, { index: person([2, "1"]) }, "400 /index/values/0/counterNo not-allowed"],
    [1, { index: person([1, "2288"]) }, "400 /index/values required"],
    [1, { index: person([1, "2288"], [1, "2288"]) }, "400 /index/values/1/counterNo not-allowed"],
    [4, { index: { kind: "interpolated" }, effectiveAt: null }, "409 /effectiveAt no-reading"],
    [5, {}, "409 /path/channelNo no-reading"],
    [7, {}, "409 /path/channelNo no-meter"],
  ];
  const head = rig.ledger.snapshot().head.seq;
  for (const [channelNo, request, wanted] of cases) {
    const answer = await start(channelNo, {
      effectiveAt: null,
      index: { kind: "read" },
      ...request,
    });
    const [field] = answer.json().errors ?? [];
    expect(`${answer.statusCode} ${field?.pointer} ${field?.code}`, answer.body).toBe(wanted);
  }
  expect(rig.ledger.snapshot().head.seq).toBe(head);
});

test("a meter that does not answer cannot be read for a start, and nothing changes", async () => {
  rig.displays = {};
  const answer = await start(4, { effectiveAt: null, index: { kind: "read" } });
  const problem = answer.json();
  expect([answer.statusCode, problem.errors[0].code]).toEqual([409, "no-reading"]);
  expect(problem.errors[0].params.value).toContain("timeout");
  expect((await row(4)).firstInit).toBe("2026-01-15T08:02:00.000Z");
});

test("while a period is being started another start of the channel is refused", async () => {
  rig.displays = displaysAt(rig.clock.nowMs());
  const meter = Promise.withResolvers<void>();
  rig.pause = meter.promise;
  const request = { effectiveAt: null, index: { kind: "read" } };
  const answers = [start(4, request), start(4, request)];
  const refused = await Promise.race(answers);
  expect([refused.statusCode, refused.json().errors[0].code]).toEqual([409, "busy"]);
  meter.resolve();
  const statuses = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
  expect(statuses.sort()).toEqual([201, 409]);
  expect(rig.ledger.snapshot().tenancies.get(4)).toHaveLength(2);
});

test("after an exchange the old meter's last index says nothing of a later start", async () => {
  const sources = rig.ledger.snapshot().sources;
  const cold = [...sources.values()].find(({ meterId }) => meterId === "cold");
  if (cold === undefined) throw new Error("the water meter is declared");
  const outcome = await rig.ledger.append([
    { kind: "source-declared", source: { ...cold, sourceNo: 90, serialNumber: "new" } },
    {
      kind: "meter-replaced",
      oldSourceNo: cold.sourceNo,
      newSourceNo: 90,
      atMs: lastRoundMs + 60_000,
      oldEndCount: 75_761,
      newStartCount: 0,
      why: "worn out",
    },
  ]);
  expect(outcome.ok).toBe(true);
  await rig.clock.advanceTo(lastRoundMs + 55 * 60_000);
  const at = new Date(lastRoundMs + 50 * 60_000).toISOString();
  const preview: PeriodPreview = (
    await rig.get(`/channels/3/period-preview?effectiveAt=${at}`)
  ).json();
  expect(preview.counters[0]).toMatchObject({ atEffective: null, unbilled: null });
});

test("an index of a meter that stands for an instant is not typed there in another way", async () => {
  const at = "2026-05-02T04:32:00Z";
  await start(1, { effectiveAt: at, index: { kind: "interpolated" } });
  const typed = (index: string) =>
    start(2, { effectiveAt: at, index: person([1, index], [2, "841.125"]) });
  const other = (await typed("2282.300")).json();
  expect(other.errors[0]).toMatchObject({ pointer: "/index/values/0/index", code: "not-allowed" });
  expect(other.errors[0].params.allowed).toContain("2282.250 kWh");
  expect((await typed("2282.250")).statusCode).toBe(201);
});

test("at the end of a closed month the index that was closed stands", async () => {
  const at = "2026-05-01T00:00:00+02:00";
  const typed = (index: string) => start(4, { effectiveAt: at, index: person([1, index]) });
  expect((await typed("12067.9")).json().errors[0].code).toBe("not-allowed");
  expect((await typed("12068.0")).json()).toMatchObject({ startedAt: "2026-04-30T22:00:00.000Z" });
  expect(await cell(4, 1, "2026-05")).toMatchObject({ opening: "12068.0", consumption: "84.0" });
  expect(await cell(4, 1, "2026-04")).toMatchObject({ index: null, consumption: null });
});
