import { expect, test } from "vitest";
import type { Fault } from "../scenario/faults.ts";
import type { Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { buildingTruth } from "./building-truth.ts";
import { registerOf } from "./register.ts";

const hourMs = 3_600_000;
const micro = 1_000_000;

const bare: ScenarioMeter = {
  id: "flat",
  profile: "eastron-sdm120",
  place: { kind: "bus", bus: "riser", address: 1 },
  serialNumber: "12",
  load: { kind: "household", yearlyKwh: 3000 },
  inputs: {},
  start: { import: 100 },
  rollsOverAt: {},
  faults: [],
  exchanges: [],
};

/** A meter through which one unit passes in an hour, from hour 0 on. */
function register(more: Partial<ScenarioMeter>) {
  return registerOf({
    meter: { ...bare, ...more },
    counterId: "import",
    counted: (atMs) => (atMs / hourMs) * micro,
    startMs: 0,
    unit: micro,
    startUnit: micro,
  });
}

const at = (hour: number) => hour * hourMs;
const glitch = (shows: "zero" | "old" | "high"): Fault => {
  return { kind: "glitch", shows, fromMs: at(80), toMs: at(82) };
};
const meters: Readonly<Record<string, Partial<ScenarioMeter>>> = {
  sound: {},
  reset: { faults: [{ kind: "reset", atMs: at(50) }] },
  unsaved: { faults: [{ kind: "unsaved", atMs: at(50), minutes: 180 }] },
  exchanged: { exchanges: [{ atMs: at(50), serialNumber: "13", start: { import: 7 } }] },
  "exchanged, then unsaved": {
    exchanges: [{ atMs: at(50), serialNumber: "13", start: { import: 7 } }],
    faults: [{ kind: "unsaved", atMs: at(51), minutes: 180 }],
  },
  rolling: { rollsOverAt: { import: 160 } },
  "reset and rolling": { rollsOverAt: { import: 160 }, faults: [{ kind: "reset", atMs: at(59) }] },
  zero: { faults: [glitch("zero")] },
  old: { faults: [glitch("old")] },
  high: { faults: [glitch("high")] },
};

// meter                   | hour | stands at | shows
const table = `
  sound                    | 0    | 100       | 100
  sound                    | 50   | 150       | 150
  reset                    | 49   | 149       | 149
  reset                    | 50   | 0         | 0
  reset                    | 60   | 10        | 10
  unsaved                  | 49   | 149       | 149
  unsaved                  | 50   | 147       | 147
  unsaved                  | 60   | 157       | 157
  exchanged                | 49   | 149       | 149
  exchanged                | 50   | 7         | 7
  exchanged                | 60   | 17        | 17
  exchanged, then unsaved  | 50   | 7         | 7
  exchanged, then unsaved  | 51   | 7         | 7
  exchanged, then unsaved  | 60   | 16        | 16
  rolling                  | 59   | 159       | 159
  rolling                  | 60   | 0         | 0
  rolling                  | 61   | 1         | 1
  reset and rolling        | 61   | 2         | 2
  zero                     | 79   | 179       | 179
  zero                     | 80   | 180       | 0
  zero                     | 82   | 182       | 182
  old                      | 81   | 181       | 108
  old                      | 82   | 182       | 182
  high                     | 81   | 181       | 5181
  high                     | 82   | 182       | 182
`;

test.each(table.trim().split("\n"))("%s", (row) => {
  const [name = "", hour, stands, shows] = row.split("|").map((cell) => cell.trim());
  const { standsAt, shownAt } = register(meters[name] ?? {});
  const atMs = at(Number(hour));
  expect([standsAt(atMs) / micro, shownAt(atMs) / micro]).toEqual([Number(stands), Number(shows)]);
});

/** 2027-11-01T00:00Z. */
const startMs = 1_825_027_200_000;

function building(...faults: readonly Fault[]) {
  const scenario: Scenario = {
    ...{ seed: 5, timeZone: "Europe/Brussels", startMs, p1Ports: [], brokerPort: null },
    buses: [{ id: "riser", framing: "rtu", port: 1 }],
    meters: [{ ...bare, faults }],
  };
  return buildingTruth(scenario);
}

test("what passes goes on whatever becomes of the register", () => {
  const sound = building();
  const struck = building(
    { kind: "reset", atMs: startMs + at(100) },
    { kind: "unsaved", atMs: startMs + at(300), minutes: 200 },
    { kind: "glitch", shows: "zero", fromMs: startMs + at(500), toMs: startMs + at(510) },
  );
  for (let hour = 0; hour < 700; hour += 7) {
    const atMs = startMs + at(hour);
    expect(struck.consumedAt("flat", "import", atMs)).toBe(
      sound.consumedAt("flat", "import", atMs),
    );
  }
  const consumed = (hour: number) => sound.consumedAt("flat", "import", startMs + at(hour));
  expect(struck.indexAt("flat", "import", startMs + at(200))).toBe(consumed(200) - consumed(100));
});

test("somebody who feeds in turns one register backwards and lets the other stand", () => {
  const span = { fromMs: startMs + at(100), toMs: startMs + at(110) };
  const fedIn = { kind: "export", unitsPerHour: 9, ...span } as const;
  const sound = building();
  const falls = building({ ...fedIn, register: "falls" });
  const holds = building({ ...fedIn, register: "holds" });
  const used =
    sound.consumedAt("flat", "import", span.toMs) - sound.consumedAt("flat", "import", span.fromMs);
  const risen = (truth: typeof sound) =>
    truth.indexAt("flat", "import", span.toMs) - truth.indexAt("flat", "import", span.fromMs);
  expect(risen(sound)).toBe(used);
  expect(risen(falls)).toBe(used - 90 * micro);
  expect(risen(holds)).toBe(0);
  for (const truth of [falls, holds]) {
    const passed = (atMs: number) => truth.consumedAt("flat", "import", atMs);
    expect(passed(span.toMs)).toBe(passed(span.fromMs));
  }
  const later = span.toMs + at(50);
  expect(holds.indexAt("flat", "import", later) - 100 * micro).toBe(
    holds.consumedAt("flat", "import", later),
  );
});

test("a register of both directions is their sum and ends like any other", () => {
  const scenario = {
    ...{ seed: 5, timeZone: "Europe/Brussels", startMs, p1Ports: [], brokerPort: null },
    buses: [],
    meters: [{ ...bare, start: { import: 990 }, rollsOverAt: { total: 1000 } }],
  };
  const truth = buildingTruth(scenario);
  const laterMs = startMs + at(2000);
  const passed = truth.consumedAt("flat", "total", laterMs);
  expect(passed).toBe(truth.consumedAt("flat", "import", laterMs));
  expect(truth.indexAt("flat", "total", laterMs)).toBe((990 * micro + passed) % (1000 * micro));
});
