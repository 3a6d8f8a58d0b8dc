import {
  type ChannelDetail,
  type CountersTable,
  type NewPeriodAnswer,
  type Problem,
  UndoAnswer,
  UndoableList,
} from "@mega/contract";
import type { Static } from "typebox";
import { Check } from "typebox/value";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Grant } from "../access/principal.ts";
import { StayEnds } from "../access/stay-ends.ts";
import type { ApiRig } from "./testing/api-rig.ts";
import { displaysAt, lastRoundMs, smallBuilding } from "./testing/small-building.ts";

const HOUR_MS = 3_600_000;

let rig: ApiRig;
beforeEach(async () => {
  rig = await smallBuilding();
});
afterEach(() => rig.close());

const start = async (channelNo: number, request: object): Promise<NewPeriodAnswer> => {
  const body = { confirmChannelNo: channelNo, ...request };
  const answer = await rig.post(`/channels/${channelNo}/periods`, body);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const undo = (channelNo: number, tenancyId: string, confirmChannelNo = channelNo) =>
  rig.post(`/channels/${channelNo}/periods/undo`, { tenancyId, confirmChannelNo });
const undoable = async (): Promise<Static<typeof UndoableList>> => {
  const list: unknown = (await rig.get("/periods/undoable")).json();
  if (!Check(UndoableList, list)) throw new Error(JSON.stringify(list));
  return list;
};
const codes = (body: string) =>
  (JSON.parse(body) as Static<typeof Problem>).errors.map(({ code }) => code);

const allMonths = "2026-05,2026-04,2026-03,2026-02,2026-01";
const span = "from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z";

/** Everything that shows figures, but for the head of the ledger and when it was made. */
async function shown(): Promise<Readonly<Record<string, string>>> {
  const paths = [
    `/counters?months=${allMonths}`,
    `/export.csv?months=${allMonths}`,
    `/export.json?months=${allMonths}`,
    ...[1, 2, 3, 4].flatMap((no) => [
      `/channels/${no}`,
      `/channels/${no}/series?bucket=day&${span}`,
      `/channels/${no}/series?bucket=month&${span}`,
    ]),
  ];
  const found: Record<string, string> = {};
  for (const path of paths) {
    const { body } = await rig.get(path);
    found[path] = body.replace(/"(head|ledger)":\{[^}]*\}/g, "");
  }
  return found;
}

test.each([
  ["from the readings of this month", { effectiveAt: "2026-05-02T10:32:00Z" }],
  ["from the begin of a month", { effectiveAt: "2026-04-30T22:00:00Z" }],
  ["within a closed month", { effectiveAt: "2026-03-01T02:30:00Z" }],
])("a period %s leaves no trace in any figure once it is undone", async (_, request) => {
  const before = await shown();
  const period = await start(1, { ...request, index: { kind: "interpolated" } });
  expect(await shown()).not.toEqual(before);
  const answer = await undo(1, period.tenancyId);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(Check(UndoAnswer, answer.json())).toBe(true);
  expect(await shown()).toEqual(before);
  expect((await rig.ledger.verify(1)).ok).toBe(true);
  const { tenancies }: ChannelDetail = (await rig.get("/channels/1")).json();
  expect(tenancies).toHaveLength(1);
});

test("an index at the end of a month goes with its period, and the next round counts as before", async () => {
  const reference = await smallBuilding();
  const next = lastRoundMs + HOUR_MS;
  const period = await start(3, {
    effectiveAt: "2026-04-30T22:00:00Z",
    index: { kind: "interpolated" },
  });
  expect((await undo(3, period.tenancyId)).statusCode).toBe(200);
  for (const one of [rig, reference]) {
    one.displays = displaysAt(next);
    await one.round(next);
  }
  const rows = async (of: ApiRig) => (await of.get("/counters")).json<CountersTable>().rows;
  expect(await rows(rig)).toEqual(await rows(reference));
  await reference.close();
});

test("a month that was closed with the period is made anew as a new revision", async () => {
  const period = await start(1, {
    effectiveAt: "2026-04-01T00:30:00Z",
    index: { kind: "interpolated" },
  });
  const next = lastRoundMs + HOUR_MS;
  rig.displays = displaysAt(next);
  await rig.round(next);
  const april = async () =>
    (await rig.get("/counters"))
      .json<CountersTable>()
      .rows[0]?.counters[0]?.cells.find(({ month }) => month === "2026-04");
  expect(await april()).toMatchObject({ closed: true, revision: 2, consumption: "358.767" });
  const answer = await undo(1, period.tenancyId);
  expect(answer.json()).toMatchObject({ revisedMonths: ["2026-04"] });
  expect(await april()).toMatchObject({ closed: true, revision: 3, consumption: "360.000" });
});

test("what can be undone is listed for 24 hours, with what comes back", async () => {
  expect(await undoable()).toEqual({ periods: [] });
  const period = await start(2, {
    effectiveAt: "2026-05-02T10:32:00Z",
    index: { kind: "interpolated" },
  });
  const { periods } = await undoable();
  expect(periods).toMatchObject([
    {
      channelNo: 2,
      tenancyId: period.tenancyId,
      kept: null,
      undoableUntil: "2026-05-03T16:07:00.000Z",
      comesBack: { startedAt: "2026-01-15T08:02:00.000Z", openings: [{ index: "1000.000" }, {}] },
    },
  ]);
  await rig.clock.advanceBy(24 * HOUR_MS - 1);
  expect((await undoable()).periods).toHaveLength(1);
  await rig.clock.advanceBy(1);
  expect((await undoable()).periods).toEqual([]);
  const late = await undo(2, period.tenancyId);
  expect([late.statusCode, codes(late.body)]).toEqual([409, ["too-late"]]);
});

test("a blind, a wrong and a second undo are refused and change nothing", async () => {
  const { tenancyId } = await start(2, {
    effectiveAt: "2026-05-02T10:32:00Z",
    index: { kind: "interpolated" },
  });
  const head = rig.ledger.snapshot().head.seq;
  expect(codes((await undo(2, tenancyId, 3)).body)).toEqual(["not-confirmed"]);
  expect(codes((await undo(2, "f".repeat(32))).body)).toEqual(["too-late"]);
  expect(codes((await undo(1, tenancyId)).body)).toEqual(["too-late"]);
  expect((await undo(17, tenancyId)).statusCode).toBe(404);
  expect(rig.ledger.snapshot().head.seq).toBe(head);
  const both = await Promise.all([undo(2, tenancyId), undo(2, tenancyId)]);
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  expect(codes((await undo(2, tenancyId)).body)).toEqual(["too-late"]);
  expect(rig.ledger.snapshot().head.seq).toBe(head + 1);
});

test("an undo while a round runs waits for nothing and loses no reading", async () => {
  const { tenancyId } = await start(1, {
    effectiveAt: "2026-05-02T10:32:00Z",
    index: { kind: "interpolated" },
  });
  let go = (): void => undefined;
  rig.pause = new Promise((resolve) => {
    go = resolve;
  });
  const next = lastRoundMs + HOUR_MS;
  rig.displays = displaysAt(next);
  const round = rig.round(next);
  await new Promise((resolve) => setImmediate(resolve));
  expect((await undo(1, tenancyId)).statusCode).toBe(200);
  go();
  await round;
  const { rows }: CountersTable = (await rig.get("/counters")).json();
  expect(rows[0]).toMatchObject({
    firstInit: "2026-01-15T08:02:00.000Z",
    logTime: new Date(next).toISOString(),
  });
});

test("what was undone stays undone when the ledger is derived again, and its id is not used twice", async () => {
  const { tenancyId } = await start(1, {
    effectiveAt: "2026-05-02T10:32:00Z",
    index: { kind: "interpolated" },
  });
  await undo(1, tenancyId);
  const before = rig.ledger.snapshot();
  await rig.ledger.rebuildProjections();
  expect(rig.ledger.snapshot()).toEqual(before);
  expect((await undo(1, tenancyId)).statusCode).toBe(409);
});

test("a meter exchange since the period keeps it", async () => {
  const { tenancyId } = await start(1, {
    effectiveAt: "2026-05-02T10:32:00Z",
    index: { kind: "interpolated" },
  });
  const view = rig.ledger.snapshot();
  const sourceNo = view.bindings.get(1)?.[0]?.counter1 ?? 0;
  const oldEndCount = view.standings.get(sourceNo)?.latest?.count ?? 0;
  const sources = { oldSourceNo: sourceNo, newSourceNo: sourceNo };
  const atMs = rig.clock.nowMs();
  await rig.ledger.append([
    { kind: "meter-replaced", ...sources, atMs, oldEndCount, newStartCount: 0, why: "reset" },
  ]);
  expect((await undoable()).periods).toMatchObject([{ kept: "exchange-since" }]);
  const refused = await undo(1, tenancyId);
  expect([refused.statusCode, codes(refused.body)]).toEqual([409, ["exchange-since"]]);
});

const changeMs = Date.UTC(2026, 4, 2, 10, 32);

function tenant(no: number, grants: readonly Grant[]): () => readonly Grant[] {
  const accountId = no.toString(16).padStart(32, "0");
  rig.context.access.accounts.add({
    accountId,
    name: `tenant ${no}`,
    role: "tenant",
    language: "fr",
    email: null,
    password: null,
    disabled: false,
    hourly: false,
    createdAtMs: 0,
    lastLoginAtMs: null,
    grants,
  });
  return () => rig.context.access.accounts.find(accountId)?.grants ?? [];
}

test("stays end with a new period, and go on when it is undone", async () => {
  const open = tenant(1, [{ channelNo: 2, fromMs: 0, toMs: null }]);
  const limited = tenant(2, [{ channelNo: 2, fromMs: 0, toMs: changeMs + HOUR_MS }]);
  const ended = tenant(3, [{ channelNo: 2, fromMs: 0, toMs: changeMs - HOUR_MS }]);
  const other = tenant(4, [{ channelNo: 1, fromMs: 0, toMs: null }]);
  const before = [open(), limited(), ended(), other()];
  const { tenancyId } = await start(2, {
    effectiveAt: "2026-05-02T10:32:00Z",
    index: { kind: "interpolated" },
  });
  expect(open()).toEqual([{ channelNo: 2, fromMs: 0, toMs: changeMs }]);
  expect(limited()).toEqual(open());
  expect([ended(), other()]).toEqual(before.slice(2));
  const next = tenant(5, [{ channelNo: 2, fromMs: changeMs, toMs: null }]);
  await undo(2, tenancyId);
  expect([open(), limited(), ended(), other()]).toEqual(before);
  // The next tenant never came: else he would see the period that goes on.
  expect(next()).toEqual([]);
});

test("a stay that ended with a period that was never written goes on at the next start", async () => {
  const open = tenant(1, [{ channelNo: 2, fromMs: 0, toMs: null }]);
  const stays = new StayEnds(rig.context.database);
  stays.endWith({ tenancyId: "a".repeat(32), channelNo: 2, startedAtMs: changeMs });
  expect(open()[0]?.toMs).toBe(changeMs);
  stays.mend({ ...rig.ledger.snapshot(), notUnderstood: { seq: 1, kind: "Later" } });
  expect(open()[0]?.toMs).toBe(changeMs);
  stays.mend(rig.ledger.snapshot());
  expect(open()[0]?.toMs).toBe(null);
});

test("a refused start leaves the stays as they were", async () => {
  const open = tenant(1, [{ channelNo: 2, fromMs: 0, toMs: null }]);
  const body = { effectiveAt: null, index: { kind: "read" }, confirmChannelNo: 2 };
  rig.displays = {};
  expect((await rig.post("/channels/2/periods", body)).statusCode).toBe(409);
  expect(open()).toEqual([{ channelNo: 2, fromMs: 0, toMs: null }]);
});
