import { movedClock } from "@mega/domain";
import { createSlaveSession, decodeRtuFrame, encodeRequest, encodeRtuFrame } from "@mega/modbus";
import { expect, test } from "vitest";
import type { Scenario } from "../scenario/scenario.ts";
import { demoReferenceMs, demoScenario, modbusProfiles } from "../testing/demo-building.ts";
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

test("a dead meter never answers, one with an outage only within it", () => {
  expect(new Set(answersOf("cooling", { fromMs, times: 50 }))).toEqual(new Set(["none"]));
  const outage = scenario.meters.find(({ id }) => id === "flat-11")?.faults[0];
  if (outage?.kind !== "outage") throw new Error("The demo has no outage.");
  const around = answersOf("flat-11", { fromMs: outage.fromMs - 60_000, times: 3 });
  expect(around).toEqual(["good", "none", "none"]);
  const after = answersOf("flat-11", { fromMs: outage.toMs - 60_000, times: 2 });
  expect(after).toEqual(["none", "good"]);
});
