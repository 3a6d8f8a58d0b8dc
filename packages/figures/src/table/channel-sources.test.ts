import type { Source } from "@mega/domain";
import { loadProfileSet, parseConfig, planReadings } from "@mega/installation";
import { emptyState } from "@mega/ledger";
import { expect, test } from "vitest";
import { channelCounters } from "./channel-sources.ts";

const config = `
version: 1
building: { name: Test }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01" }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters: [{ id: flat, profile: eastron-sdm630, bus: main, address: 1 }]
channels: [{ no: 1, name: Flat, meter: flat }]
`;
const { plan } = planReadings(parseConfig(config, "test"), loadProfileSet("/nowhere"));
const [channel] = plan.channels;
if (channel === undefined) throw new Error("the channel is planned");

test("a counter has shown its bound sources and those that took their place", () => {
  const view = {
    ...emptyState("00".repeat(16), 1),
    bindings: new Map([[1, [{ channelNo: 1, fromMs: 0, counter1: 1, counter2: 2 }]]]),
    exchanges: [
      { oldSourceNo: 1, newSourceNo: 7, atMs: 5, oldEndCount: 9, newStartCount: 0, seq: 3 },
      { oldSourceNo: 7, newSourceNo: 8, atMs: 6, oldEndCount: 9, newStartCount: 0, seq: 4 },
      { oldSourceNo: 3, newSourceNo: 4, atMs: 6, oldEndCount: 9, newStartCount: 0, seq: 5 },
    ],
  };
  const counters = channelCounters(view, plan, channel);
  expect(counters.map(({ counterNo, sourceNos }) => [counterNo, sourceNos])).toEqual([
    [1, [1, 7, 8]],
    [2, [2]],
  ]);
});

test("before the meter has answered a counter has its unit and decimals and no source", () => {
  const counters = channelCounters(emptyState("00".repeat(16), 1), plan, channel);
  expect(counters).toMatchObject([
    { counterNo: 1, decimals: 3, source: undefined, sourceNos: [], description: { unit: "kWh" } },
    { counterNo: 2, decimals: 3, source: undefined, sourceNos: [] },
  ]);
});

// Medium, counter, unit of what the channel showed before it showed this meter's import.
test.each([
  ["electricity", "import", "kWh", false],
  ["electricity", "total", "kWh", false],
  ["electricity", "pulse1", "kWh", false],
  ["electricity", "n2", "kWh", false],
  ["electricity", "export", "kWh", true],
  ["electricity", "importNight", "kWh", true],
  ["heat", "energy", "kWh", true],
  ["water", "volume", "m3", true],
] as const)(
  "what %s %s counted before the configuration changed is told apart or not",
  (...row) => {
    const [medium, counterId, unit, isOther] = row;
    const before = { sourceNo: 1, meterId: "before", medium, counterId, unit } as unknown as Source;
    const view = {
      ...emptyState("00".repeat(16), 1),
      sources: new Map([[1, before]]),
      bindings: new Map([[1, [{ channelNo: 1, fromMs: 0, counter1: 1, counter2: null }]]]),
    };
    const [first] = channelCounters(view, plan, channel);
    expect(first).toMatchObject({ sourceNos: [1], otherNos: isOther ? [1] : [] });
  },
);
