import type { GatewayGlance } from "@mega/contract";
import { expect, test } from "vitest";
import type { GatewaySetup } from "./gateway-setup.ts";
import { noGlance, type RoundGlance } from "./round-glance.ts";
import { buildingGlance, gatewayGlance, glanceMoment } from "./told-glance.ts";

const HOUR_MS = 3_600_000;
/** 2 May 2026, 10:30 in Brussels. */
const nowMs = Date.UTC(2026, 4, 2, 8, 30);
const dueMs = Date.UTC(2026, 4, 2, 8, 2);
const channel = (channelNo: number, byPerson = false) => {
  return { channelNo, name: `Apt ${channelNo}`, byPerson };
};
const setup: GatewaySetup = {
  location: "Rue Haute 1",
  timeZone: "Europe/Brussels",
  channels: [channel(1), channel(2), channel(3), channel(4, true)],
  report: { kind: "month", dayOfMonth: 1, at: { hour: 8, minute: 0 } },
};
const ran: RoundGlance = {
  ...noGlance,
  bound: new Map([
    [1, [1]],
    [2, [2, 3]],
  ]),
  dueAtMs: dueMs,
  readAtMs: dueMs + 1000,
  hours: new Uint8Array(24).fill(3),
};
const told = (glance: RoundGlance, atMs = nowMs) =>
  gatewayGlance(setup, glance, glanceMoment(atMs));
const troubles = ({ channels }: GatewayGlance) =>
  channels.map(({ trouble }) => trouble?.kind ?? "-");

test("a gateway that runs is told with its last reading and its next report", () => {
  expect(told(ran)).toMatchObject({
    lastReadingAt: "2026-05-02T08:02:01.000Z",
    nextReportAt: "2026-06-01T06:00:00.000Z",
    hours: "a".repeat(24),
    hoursFrom: "2026-05-01T09:00:00.000Z",
  });
});

test("hours without a word of the gateway stand at the end of the row, but not the one that runs", () => {
  expect(told(ran, nowMs + HOUR_MS)).toMatchObject({ hours: "a".repeat(24) });
  expect(told(ran, nowMs + 3 * HOUR_MS)).toMatchObject({
    hours: `${"a".repeat(22)}--`,
    hoursFrom: "2026-05-01T11:00:00.000Z",
  });
  expect(told(ran, nowMs + 999 * HOUR_MS).hours).toBe("-".repeat(24));
  expect(told(noGlance)).toMatchObject({ hours: "-".repeat(24), lastReadingAt: null });
});

test("a channel is silent after two hours, never read without a source, fine where a person reads it", () => {
  const since = (hours: number) => new Map([[3, nowMs - hours * HOUR_MS]]);
  expect(troubles(told({ ...ran, unanswered: since(1) }))).toEqual(["-", "-", "never", "-"]);
  expect(troubles(told({ ...ran, unanswered: since(3) }))).toEqual(["-", "silent", "never", "-"]);
});

test("readings that wait come before a silence, with when the first of them was taken", () => {
  const waiting = new Map([
    [2, { sinceMs: dueMs, count: 3 }],
    [3, { sinceMs: dueMs - HOUR_MS, count: 1 }],
  ]);
  const unanswered = new Map([[2, dueMs - 9 * HOUR_MS]]);
  expect(told({ ...ran, waiting, unanswered }).channels[1]?.trouble).toEqual({
    kind: "quarantined",
    since: "2026-05-02T07:02:00.000Z",
  });
});

test("a building sums its gateways, names the worst first and shows the worst of each hour", () => {
  const part = { ...ran, hours: Uint8Array.from(ran.hours, (_, at) => (at === 5 ? 1 : 3)) };
  const waiting = new Map([[1, { sinceMs: dueMs, count: 1 }]]);
  const building = buildingGlance([told(part), told({ ...ran, waiting })]);
  expect(building).toMatchObject({ channels: 8, troubled: 3, hours: `aaaaan${"a".repeat(18)}` });
  expect(building?.named.map(({ trouble }) => trouble?.kind)).toEqual([
    "quarantined",
    "never",
    "never",
  ]);
  expect(buildingGlance([])).toBeNull();
});

test("a gateway without a word shows in the row of its building, which ends with the hour before", () => {
  const late = told({ ...ran, dueAtMs: dueMs - 5 * HOUR_MS });
  const building = buildingGlance([told(ran), late]);
  expect(building?.hours.slice(-5)).toBe("a----");
  expect(building?.hoursFrom).toBe(late.hoursFrom);
});
