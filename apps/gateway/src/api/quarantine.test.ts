import type { CountersTable, QuarantineAnswer, QuarantineList } from "@mega/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApiRig } from "./testing/api-rig.ts";
import { buildingWithWaiting, juneBeginsMs } from "./testing/waiting-building.ts";

let rig: ApiRig;
beforeEach(async () => {
  rig = await buildingWithWaiting();
});
afterEach(() => rig.close());

const list = async (): Promise<QuarantineList> => (await rig.get("/quarantine")).json();
const waiting = async (meterId: string, counterId: string) => {
  const found = (await list()).sources.find(
    (source) => source.meterId === meterId && source.counterId === counterId,
  );
  if (found === undefined) throw new Error(`nothing of ${meterId} ${counterId} waits`);
  return found;
};
const decide = (channelNo: number, kind: string, request: object) =>
  rig.post(`/channels/${channelNo}/quarantine/${kind}`, {
    confirmChannelNo: channelNo,
    why: "looked at on site",
    ...request,
  });
const state = async (channelNo: number) => {
  const table: CountersTable = (await rig.get("/counters")).json();
  return table.rows.find((row) => row.channelNo === channelNo)?.state;
};

test("the list says what waits, why, since when and how it would read", async () => {
  const lift = await waiting("lift", "import");
  expect(lift).toMatchObject({
    channels: [
      { channelNo: 1, name: "Lift total", counterNo: 1 },
      { channelNo: 2, name: "Lift trip", counterNo: 1 },
    ],
    unit: "kWh",
    serialNumber: "OLD-1",
    lastAccepted: { index: "9471.200", takenAt: "2026-05-12T08:02:00.000Z" },
    first: { index: "0.000", serialNumber: "NEW-2", reason: "serial-changed" },
    last: { index: "163.665", takenAt: "2026-05-31T22:02:00.000Z" },
    actions: ["discard", "exchange"],
  });
  expect(lift.readings).toBe(41);
  expect((await waiting("full", "import")).actions).toEqual(["discard", "exchange", "rollover"]);
  expect((await waiting("cold", "volume")).actions).toEqual(["release", "discard", "exchange"]);
});

test("released readings count, and the next round goes on from them", async () => {
  const cold = await waiting("cold", "volume");
  expect(await state(4)).toBe("quarantined");
  const answer = await decide(4, "release", { sourceNo: cold.sourceNo, upToSeq: cold.last.seq });
  expect(answer.statusCode, answer.body).toBe(200);
  const decided: QuarantineAnswer = answer.json();
  expect(decided).toMatchObject({ channelNo: 4, decided: cold.readings, waiting: 0 });
  expect(decided.seq).toBe(rig.ledger.snapshot().head.seq);
  expect(await state(4)).toBe("ok");
  rig.displays["cold"] = { volume: 20_000.5 };
  await rig.round(juneBeginsMs + 3_600_000);
  const { quarantines } = rig.ledger.snapshot();
  expect([...quarantines.values()].some(({ sourceNo }) => sourceNo === cold.sourceNo)).toBe(false);
});

test("a decision goes up to an entry; what came later still waits", async () => {
  const cold = await waiting("cold", "volume");
  const answer = await decide(4, "discard", { sourceNo: cold.sourceNo, upToSeq: cold.first.seq });
  expect(answer.json()).toMatchObject({ decided: 1, waiting: cold.readings - 1 });
  expect((await waiting("cold", "volume")).first.seq).toBeGreaterThan(cold.first.seq);
});

test("discarded readings never count, and stay in the ledger", async () => {
  const cold = await waiting("cold", "volume");
  await decide(4, "discard", { sourceNo: cold.sourceNo, upToSeq: cold.last.seq });
  const stored = await rig.ledger.readingsBetween(cold.sourceNo, 0, juneBeginsMs + 1, 1000);
  expect(stored.filter(({ status }) => status === "discarded")).toHaveLength(cold.readings);
  expect(rig.ledger.snapshot().standings.get(cold.sourceNo)?.latest?.count).toBe(22_000);
  expect((await rig.ledger.verify(1)).ok).toBe(true);
});

test("a jump that the meter itself has gone below since is not released", async () => {
  const gone = await waiting("cold", "volume");
  await decide(4, "discard", { sourceNo: gone.sourceNo, upToSeq: gone.last.seq });
  // A spike of an hour; two days later the meter has honestly come as far.
  for (const [hours, volume] of [
    [1, 22.5],
    [2, 60],
    [3, 23],
    [51, 61],
  ] as const) {
    rig.displays["cold"] = { volume };
    await rig.round(juneBeginsMs + hours * 3_600_000);
  }
  const spike = await waiting("cold", "volume");
  expect(spike).toMatchObject({ readings: 1, first: { index: "60.000" } });
  const answer = await decide(4, "release", { sourceNo: spike.sourceNo, upToSeq: spike.last.seq });
  expect(answer.statusCode, answer.body).toBe(409);
  expect(answer.json().errors[0]).toMatchObject({ pointer: "/sourceNo", code: "not-allowed" });
});

test("a counter that passed its maximum goes on, and its month is whole", async () => {
  const full = await waiting("full", "import");
  const answer = await decide(3, "rollover", { sourceNo: full.sourceNo, upToSeq: full.last.seq });
  expect(answer.json(), answer.body).toMatchObject({ decided: full.readings, waiting: 0 });
  rig.displays["full"] = { import: 60_101, export: 0 };
  await rig.round(juneBeginsMs + 3_600_000);
  const table: CountersTable = (await rig.get("/counters?channels=3&months=2026-05")).json();
  // 999 990 → 60 099 over a register of 1 000 000.
  expect(table.rows[0]?.counters[0]?.cells[0]).toMatchObject({
    consumption: "60109.000",
    closed: true,
  });
});

test("what is not sure is refused, and nothing is lost", async () => {
  const lift = await waiting("lift", "import");
  const full = await waiting("full", "import");
  const cold = await waiting("cold", "volume");
  const upTo = ({ sourceNo, last }: typeof lift) => ({ sourceNo, upToSeq: last.seq });
  const cases: readonly (readonly [number, string, object, string])[] = [
    [4, "release", { ...upTo(cold), confirmChannelNo: 3 }, "400 /confirmChannelNo not-confirmed"],
    [4, "release", { ...upTo(cold), why: "ok" }, "400 /why minLength"],
    [4, "release", { ...upTo(cold), why: "   " }, "400 /why pattern"],
    [4, "release", upTo(lift), "400 /sourceNo not-allowed"],
    [4, "discard", { ...upTo(cold), upToSeq: 1 }, "409 /upToSeq not-waiting"],
    [1, "release", upTo(lift), "409 /sourceNo not-allowed"],
    [3, "release", upTo(full), "409 /sourceNo not-allowed"],
    [4, "rollover", upTo(cold), "409 /sourceNo not-allowed"],
    [17, "discard", upTo(cold), "404 /path/channelNo not-allowed"],
  ];
  const head = rig.ledger.snapshot().head.seq;
  for (const [channelNo, kind, request, wanted] of cases) {
    const answer = await decide(channelNo, kind, request);
    const [field] = answer.json().errors ?? [];
    expect(`${answer.statusCode} ${field?.pointer} ${field?.code}`, answer.body).toBe(wanted);
  }
  expect(rig.ledger.snapshot().head.seq).toBe(head);
});
