import fc from "fast-check";
import { expect, test } from "vitest";
import type { Scenario } from "../scenario/scenario.ts";
import { demoReferenceMs, demoScenario } from "../testing/demo-building.ts";
import { buildingTruth } from "./building-truth.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const scenario = demoScenario();
const truth = buildingTruth(scenario);
const counters = scenario.meters.flatMap(({ id }) =>
  truth.countersOf(id).map((counterId) => [id, counterId] as const),
);
const withinThirteenMonths = fc.integer({
  min: demoReferenceMs - 395 * dayMs,
  max: demoReferenceMs,
});

test("two buildings of one file agree, whatever was asked before and in whatever order", () => {
  const other = buildingTruth(demoScenario());
  fc.assert(
    fc.property(fc.constantFrom(...counters), withinThirteenMonths, ([id, counterId], atMs) => {
      expect(other.indexAt(id, counterId, atMs)).toBe(truth.indexAt(id, counterId, atMs));
    }),
    { numRuns: 300 },
  );
});

test("another seed is another building", () => {
  const other = buildingTruth({ ...scenario, seed: scenario.seed + 1 });
  const indexOf = (building: typeof truth) =>
    building.indexAt("flat-01", "import", demoReferenceMs);
  expect(indexOf(other)).not.toBe(indexOf(truth));
});

test("an index never falls, but where the meter is exchanged", () => {
  const untouched = counters.filter(
    ([id]) => scenario.meters.find((meter) => meter.id === id)?.exchanges.length === 0,
  );
  const span = fc.integer({ min: 0, max: 40 * dayMs });
  fc.assert(
    fc.property(
      fc.constantFrom(...untouched),
      withinThirteenMonths,
      span,
      ([id, counterId], atMs, laterMs) => {
        const before = truth.indexAt(id, counterId, atMs);
        expect(truth.indexAt(id, counterId, atMs + laterMs)).toBeGreaterThanOrEqual(before);
        expect(Number.isSafeInteger(before)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("what a month shows is what a month of hours adds up to", () => {
  const fromMs = demoReferenceMs - 60 * dayMs;
  for (const [id, counterId] of counters.filter(([meterId]) => meterId === "flat-12")) {
    let sum = 0;
    for (let at = fromMs; at < demoReferenceMs; at += hourMs)
      sum += truth.flowAt(id, counterId, at);
    const consumed = (atMs: number) => truth.consumedAt(id, counterId, atMs);
    expect(consumed(demoReferenceMs) - consumed(fromMs)).toBe(sum);
  }
});

/** Net: what the meter counted in less what it counted out since the start, at a whole hour. */
function netOf(building: typeof truth, id: string, atMs: number): number {
  return building.consumedAt(id, "import", atMs) - building.consumedAt(id, "export", atMs);
}

function mainLoad({ meters }: Scenario) {
  const load = meters.find(({ id }) => id === "main")?.load;
  if (load?.kind !== "main") throw new Error("The demo has no main meter.");
  return load;
}

test("the main meter counts its feeds and the losses, to the last digit", () => {
  const { feeds, lossPermille } = mainLoad(scenario);
  const lossless = buildingTruth({
    ...scenario,
    meters: scenario.meters.map((meter) =>
      meter.load?.kind === "main" ? { ...meter, load: { ...meter.load, lossPermille: 0 } } : meter,
    ),
  });
  const whole = fc.integer({ min: 1, max: 9000 }).map((hours) => demoReferenceMs - hours * hourMs);
  fc.assert(
    fc.property(whole, (atMs) => {
      const fed = feeds.reduce((sum, id) => sum + netOf(lossless, id, atMs), 0);
      expect(netOf(lossless, "main", atMs)).toBe(fed);
      const used = feeds.reduce((sum, id) => sum + truth.consumedAt(id, "import", atMs), 0);
      const lost = netOf(truth, "main", atMs) - fed;
      // Each hour's loss is rounded to a whole micro-unit.
      const hours = (atMs - scenario.startMs) / hourMs;
      expect(Math.abs(lost - (used * lossPermille) / 1000)).toBeLessThanOrEqual(hours / 2);
    }),
    { numRuns: 20 },
  );
});

test("the tariffs of the main meter add up to its sums", () => {
  const at = (counterId: string) => truth.indexAt("main", counterId, demoReferenceMs - 12_345);
  expect(at("importDay") + at("importNight")).toBe(at("import"));
  expect(at("exportDay") + at("exportNight")).toBe(at("export"));
  expect(at("exportDay")).toBeGreaterThan(0);
});

test("an exchange brings another serial number and an index of its own", () => {
  const lift = scenario.meters.find(({ id }) => id === "lift");
  const [exchange] = lift?.exchanges ?? [];
  if (exchange === undefined) throw new Error("The demo exchanges no meter.");
  const shown = (atMs: number) => [
    truth.serialAt("lift", atMs),
    truth.indexAt("lift", "import", atMs),
  ];
  const [oldSerial, oldIndex] = shown(exchange.atMs - 1);
  expect(oldSerial).toBe("19040318");
  expect(oldIndex).toBeGreaterThan(6_021_440_000);
  expect(shown(exchange.atMs)).toEqual(["26020077", 320_000]);
  const passed = (atMs: number) => truth.consumedAt("lift", "import", atMs);
  const later = exchange.atMs + 3 * dayMs;
  expect(shown(later)[1]).toBe(320_000 + passed(later) - passed(exchange.atMs));
});

test("pulses are whole, begin at their start and weigh what has passed", () => {
  const at = demoReferenceMs;
  const pulses = truth.indexAt("pulses", "pulse1", at) - 18_240;
  const micro = truth.consumedAt("pulses", "pulse1", at);
  expect(pulses).toBe(Math.floor((micro * 100) / 1_000_000));
  expect(pulses).toBeGreaterThan(0);
});

test("a year of the demo comes near what its scenario says", () => {
  const yearMs = 365 * dayMs;
  const yearly = (id: string, counterId: string) =>
    (truth.consumedAt(id, counterId, demoReferenceMs) -
      truth.consumedAt(id, counterId, demoReferenceMs - yearMs)) /
    1_000_000;
  const usual = [
    yearly("flat-01", "import") / 1650,
    yearly("heat-12", "energy") / 8100,
    yearly("main-water", "volume") / 760,
    yearly("main-gas", "volume") / 5400,
  ];
  for (const part of usual) expect(Math.abs(part - 1)).toBeLessThan(0.2);
  expect(yearly("roof-solar", "export")).toBeGreaterThan(4000);
});

test("a meter or a counter that is not there is named", () => {
  expect(() => truth.indexAt("flat-99", "import", demoReferenceMs)).toThrow('no meter "flat-99"');
  expect(() => truth.indexAt("flat-01", "volume", demoReferenceMs)).toThrow('no counter "volume"');
});
