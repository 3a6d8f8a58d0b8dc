import { movedClock } from "@mega/domain";
import { createSlaveSession, decodeRtuFrame, encodeRequest, encodeRtuFrame } from "@mega/modbus";
import { expect, test } from "vitest";
import { alwaysMs, type Fault } from "../scenario/faults.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { demoReferenceMs, demoScenario, modbusProfiles } from "../testing/demo-building.ts";
import { meterOnBus, smallBuilding, smallStartMs } from "../testing/small-building.ts";
import { buildingParts } from "./building-parts.ts";

const scenario = demoScenario();
const profiles = modbusProfiles();

/** How a meter answers the same question, asked once a minute from an instant on. */
function answersOf(
  meterId: string,
  options: { readonly fromMs: number; readonly times: number; readonly scenario?: Scenario },
): readonly ("good" | "spoilt" | "late" | "none")[] {
  const parts = buildingParts(options.scenario ?? scenario, profiles);
  const place = scenario.meters.find(({ id }) => id === meterId)?.place;
  const bus = parts.buses.find((served) => place?.kind === "bus" && served.bus.id === place.bus);
  if (place?.kind !== "bus" || bus === undefined) throw new Error(`${meterId} is on no bus.`);
  const clock = movedClock({ startMs: options.fromMs });
  const session = createSlaveSession(bus.behaviour(clock, 0));
  const pdu = encodeRequest({ kind: "readInputWords", address: 72, count: 2 });
  const frame = encodeRtuFrame(place.address, pdu);
  return Array.from({ length: options.times }, (_, minute) => {
    clock.stepWallTime(minute === 0 ? 0 : 60_000);
    const [reply] = session.receive(frame, minute * 60_000);
    if (reply === undefined) return "none";
    if (reply.afterMs > 0) return "late";
    return decodeRtuFrame(reply.bytes) === undefined ? "spoilt" : "good";
  });
}

const fromMs = demoReferenceMs;

test("what goes wrong is drawn from the seed", () => {
  const times = 300;
  const once = answersOf("flat-22", { fromMs, times });
  expect(answersOf("flat-22", { fromMs, times })).toEqual(once);
  const reseeded = { ...scenario, seed: scenario.seed + 1 };
  expect(answersOf("flat-22", { fromMs, times, scenario: reseeded })).not.toEqual(once);
});

test("a noisy meter spoils about as many replies as it is said to, its neighbour none", () => {
  const times = 4000;
  const noisy = answersOf("flat-22", { fromMs, times });
  const permille = (kind: string) =>
    (1000 * noisy.filter((answer) => answer === kind).length) / times;
  expect(Math.abs(permille("spoilt") - 100)).toBeLessThan(20);
  expect(Math.abs(permille("late") - 30)).toBeLessThan(10);
  expect(new Set(answersOf("flat-31", { fromMs, times }))).toEqual(new Set(["good"]));
});

test("lateness, doubles and stray bytes come as often and as late as they are said to", () => {
  const noisy: Fault = {
    ...{ kind: "noisy", corruptPermille: 0, lateMsMin: 2000, lateMsMax: 30_000 },
    ...{ latePermille: 100, doubledPermille: 200, noisePermille: 300 },
    ...{ fromMs: smallStartMs, toMs: alwaysMs },
  };
  const { session, frame } = askedMeter([noisy]);
  const sound = askedMeter([]).session.receive(frame, 0)[0]?.bytes.length ?? 0;
  const seen = { late: 0, doubled: 0, noise: 0 };
  const times = 3000;
  for (let asked = 0; asked < times; asked++) {
    const deliveries = session.receive(frame, asked * 60_000);
    const [first, second] = deliveries;
    if (first !== undefined && first.afterMs > 0) {
      seen.late += 1;
      expect(first.afterMs).toBeGreaterThanOrEqual(2000);
      expect(first.afterMs).toBeLessThanOrEqual(30_000);
    } else if (second !== undefined && String(second.bytes) === String(first?.bytes)) {
      seen.doubled += 1;
    } else if (second !== undefined || (first?.bytes.length ?? 0) > sound) {
      seen.noise += 1;
    }
  }
  const permille = (count: number) => Math.round((1000 * count) / times);
  expect(Math.abs(permille(seen.late) - 100)).toBeLessThan(25);
  expect(Math.abs(permille(seen.doubled) - 200)).toBeLessThan(30);
  expect(Math.abs(permille(seen.noise) - 300)).toBeLessThan(30);
});

test("of two meters at one address most answers are garbled, the others are the one's or the other's", () => {
  const duplicate: Fault = {
    ...{ kind: "duplicate", otherSerial: "77", otherStart: { import: 2 } },
    ...{ fromMs: smallStartMs, toMs: alwaysMs },
  };
  const { session, frame, clock } = askedMeter([duplicate]);
  const seen = new Map<string, number>();
  for (let asked = 0; asked < 4000; asked++) {
    clock.stepWallTime(60_000);
    const [reply] = session.receive(frame, asked * 60_000);
    const whole = reply === undefined ? undefined : decodeRtuFrame(reply.bytes);
    const kwh =
      whole === undefined ? Number.NaN : new DataView(whole.pdu.slice().buffer).getFloat32(2);
    const whose = Number.isNaN(kwh) ? "garbled" : kwh > 50 ? "own" : "other's";
    seen.set(whose, (seen.get(whose) ?? 0) + 1);
  }
  expect(seen.get("garbled")).toBeGreaterThan(3200);
  expect(seen.get("own")).toBeGreaterThan(150);
  expect(seen.get("other's")).toBeGreaterThan(150);
});

test("a slow meter is slow for its time only", () => {
  const slow: Fault = {
    ...{
      kind: "slow",
      turnaroundMs: 400,
      fromMs: smallStartMs + 60_000,
      toMs: smallStartMs + 120_000,
    },
  };
  const { session, frame, clock } = askedMeter([slow]);
  const waits = Array.from({ length: 3 }, (_, minute) => {
    const [reply] = session.receive(frame, minute * 60_000);
    clock.stepWallTime(60_000);
    return reply?.afterMs;
  });
  expect(waits).toEqual([0, 400, 0]);
});

/** One meter and a question for its import. */
function askedMeter(faults: readonly Fault[]) {
  const parts = buildingParts(smallBuilding([meterOnBus(1, { faults })]), profiles);
  const clock = movedClock({ startMs: smallStartMs });
  const behaviour = parts.buses[0]?.behaviour(clock, 0);
  if (behaviour === undefined) throw new Error("no bus");
  const pdu = encodeRequest({ kind: "readInputWords", address: 72, count: 2 });
  return { session: createSlaveSession(behaviour), frame: encodeRtuFrame(1, pdu), clock };
}

test("a dead meter never answers, one with an outage only within it", () => {
  expect(new Set(answersOf("cooling", { fromMs, times: 50 }))).toEqual(new Set(["none"]));
  const outage = scenario.meters.find(({ id }) => id === "flat-11")?.faults[0];
  if (outage?.kind !== "outage") throw new Error("The demo has no outage.");
  const around = answersOf("flat-11", { fromMs: outage.fromMs - 60_000, times: 3 });
  expect(around).toEqual(["good", "none", "none"]);
  const after = answersOf("flat-11", { fromMs: outage.toMs - 60_000, times: 2 });
  expect(after).toEqual(["none", "good"]);
});
