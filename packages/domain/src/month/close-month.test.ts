import fc from "fast-check";
import { expect, test } from "vitest";
import type { Source } from "../installation/source.ts";
import { decimalText, quantity } from "../quantity/quantity.ts";
import { addMonths, monthSpan, parseInstant } from "../time/calendar.ts";
import { canCloseByItself, channelMonth, type MonthInput, revise } from "./close-month.ts";
import { readingsNear } from "./consumption-series.ts";
import { indexAtBoundary, type ReadingNear } from "./index-at-boundary.ts";
import type { ChannelMonth, MonthPart } from "./month.ts";

const hourMs = 3_600_000;
const timeZone = "Europe/Brussels";

function at(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

function sourceOf(sourceNo: number, fields: Partial<Source> = {}): Source {
  return {
    sourceNo,
    meterId: `m${sourceNo}`,
    counterId: "import",
    serialNumber: null,
    profileId: "p",
    profileHash: "",
    medium: "electricity",
    unit: "kWh",
    decimals: 3,
    factor: { numerator: 1, denominator: 1 },
    start: { amount: 0, decimals: 0 },
    rolloverCount: null,
    ratedMaximumPerHour: { amount: 100, decimals: 0 },
    ...fields,
  };
}

interface World extends Partial<MonthInput> {
  readonly readings: Readonly<Record<number, readonly ReadingNear[]>>;
}

function monthOfWorld(world: World): ChannelMonth {
  const { readings, ...fields } = world;
  const nowMs = fields.nowMs ?? at("2030-01-01T00:00:00Z");
  return channelMonth({
    channelNo: 2,
    month: "2026-05",
    timeZone,
    nowMs,
    bindings: [{ channelNo: 2, fromMs: 0, counter1: 1, counter2: null }],
    tenancies: [tenancy("t1", 0, null, 0)],
    sources: new Map([1, 2].map((sourceNo) => [sourceNo, sourceOf(sourceNo)])),
    exchanges: [],
    recordedIndexes: [],
    readingsAround: (sourceNo, atMs) => readingsNear(readings[sourceNo] ?? [], atMs),
    latest: (sourceNo) => readings[sourceNo]?.filter((one) => one.takenAtMs <= nowMs).at(-1),
    openQuarantines: [],
    clockQuestion: false,
    ...fields,
  });
}

function tenancy(tenancyId: string, startedAtMs: number, endedAtMs: number | null, wh: number) {
  const opening = { 1: quantity(wh, 3, "kWh"), 2: null };
  return { tenancyId, channelNo: 2, startedAtMs, endedAtMs, opening };
}

function reading(instant: string, count: number): ReadingNear {
  return { takenAtMs: at(instant), count, seq: count };
}

function lineOf(part: MonthPart): string {
  const { opening, closing, consumed } = part;
  const ends = [opening, closing].map(({ index, method }) => `${decimalText(index)} ${method}`);
  return `${part.tenancyId}/${part.sourceNo}: ${ends.join(" → ")} = ${decimalText(consumed)}`;
}

function linesOf(month: ChannelMonth): string[] {
  return [...month.parts.map(lineOf), ...month.questions.map(({ kind }) => `? ${kind}`)];
}

const may = [
  reading("2026-05-01T00:02:11+02:00", 9_394_515),
  reading("2026-06-01T00:02:11+02:00", 9_634_865),
];

test.each([
  ["2026-03", 743],
  ["2026-10", 745],
  ["2026-02", 672],
])("month %s has %i hours in Brussels", (month, hours) => {
  const { fromMs, toMs } = monthSpan(month, timeZone);
  expect((toMs - fromMs) / hourMs).toBe(hours);
});

// before (offset in minutes, count) | after | index and method
test.each(
  `
  -58 9634210 |  62 9634330 | 9634.268 interpolated
  -5  9634210 |  62 9634330 | 9634.210 actual
  -58 9634210 |   5 9634330 | 9634.330 actual
  -4  9634210 |   3 9634330 | 9634.330 actual
  -3  9634210 |   3 9634330 | 9634.210 actual
  -6  9634210 | 360 9634330 | 9634.211 interpolated
  -6  9634210 | 361 9634330 | 9634.211 estimated
  -361 1000   |   6 2000    | 1.983 estimated
  -58 9634210 | -           | none
  -           |  62 9634330 | none
  -60 9634330 |  60 9634210 | none
`
    .trim()
    .split("\n"),
)("the index at a boundary: %s", (row) => {
  const [before = "", after = "", wanted] = row.split("|").map((cell) => cell.trim());
  const near = (cell: string): ReadingNear => {
    const [minutes, count] = cell.split(/\s+/).map(Number);
    return { takenAtMs: 1e12 + (minutes ?? 0) * 60_000, count: count ?? 0, seq: 1 };
  };
  const index = indexAtBoundary(sourceOf(1), 1e12, {
    ...(before === "-" ? {} : { before: near(before) }),
    ...(after === "-" ? {} : { after: near(after) }),
  });
  expect(index ? `${decimalText(index.index)} ${index.method}` : "none").toBe(wanted);
});

test("a month is the difference of its two printed indexes", () => {
  const month = monthOfWorld({ readings: { 1: may } });
  expect(linesOf(month)).toEqual(["t1/1: 9394.515 actual → 9634.865 actual = 240.350"]);
  expect(canCloseByItself(month)).toBe(true);
});

test("an exchanged meter gives two parts and the same total", () => {
  const month = monthOfWorld({
    bindings: [
      { channelNo: 2, fromMs: 0, counter1: 1, counter2: null },
      { channelNo: 2, fromMs: at("2026-05-12T10:02:00+02:00"), counter1: 2, counter2: null },
    ],
    exchanges: [
      {
        oldSourceNo: 1,
        newSourceNo: 2,
        atMs: at("2026-05-12T09:40:00+02:00"),
        oldEndCount: 9_471_200,
        newStartCount: 0,
        seq: 77,
      },
    ],
    readings: {
      1: may.slice(0, 1),
      2: [reading("2026-05-12T10:02:00+02:00", 12), reading("2026-06-01T00:02:00+02:00", 163_665)],
    },
  });
  expect(linesOf(month)).toEqual([
    "t1/1: 9394.515 actual → 9471.200 person = 76.685",
    "t1/2: 0.000 person → 163.665 actual = 163.665",
  ]);
  expect(month.parts.reduce((sum, part) => sum + part.consumed.amount, 0)).toBe(240_350);
  expect(canCloseByItself(month)).toBe(true);
});

test("a counter set back by a person is an exchange of the meter with itself", () => {
  const atMs = at("2026-05-12T09:40:00+02:00");
  const [first, last] = may;
  const month = monthOfWorld({
    exchanges: [
      { oldSourceNo: 1, newSourceNo: 1, atMs, oldEndCount: 9_400_000, newStartCount: 0, seq: 7 },
    ],
    readings: { 1: first && last ? [first, { ...last, count: 1000 }] : [] },
  });
  expect(linesOf(month)).toEqual([
    "t1/1: 9394.515 actual → 9400.000 person = 5.485",
    "t1/1: 0.000 person → 1.000 actual = 1.000",
  ]);
});

test("a meter bound without a recorded exchange leaves a question and no total", () => {
  const month = monthOfWorld({
    bindings: [
      { channelNo: 2, fromMs: 0, counter1: 1, counter2: null },
      { channelNo: 2, fromMs: at("2026-05-12T10:02:00+02:00"), counter1: 2, counter2: null },
    ],
    readings: {
      1: may.slice(0, 1),
      2: [reading("2026-05-12T10:02:00+02:00", 12), reading("2026-06-01T00:02:00+02:00", 900)],
    },
  });
  expect(linesOf(month)).toEqual([
    "t1/2: 0.012 actual → 0.900 actual = 0.888",
    "? no-reading-near-end",
  ]);
  expect(month.incompleteCounters).toEqual([1]);
  expect(canCloseByItself(month)).toBe(false);
});

test("a tenant moving in splits the month and begins at first init", () => {
  const atMs = at("2026-05-10T18:10:00+02:00");
  const month = monthOfWorld({
    tenancies: [tenancy("t1", 0, atMs, 0), tenancy("t2", atMs, null, 9_450_000)],
    readings: { 1: may },
  });
  expect(linesOf(month)).toEqual([
    "t1/1: 9394.515 actual → 9450.000 actual = 55.485",
    "t2/1: 9450.000 actual → 9634.865 actual = 184.865",
  ]);
});

test("a month before first init has no parts and no questions", () => {
  const tenancies = [tenancy("t1", at("2026-06-03T08:00:00Z"), null, 0)];
  expect(linesOf(monthOfWorld({ tenancies, readings: { 1: may } }))).toEqual([]);
});

test("a month that runs closes with the latest reading", () => {
  const nowMs = at("2026-05-02T18:07:00+02:00");
  const readings = { 1: [...may.slice(0, 1), reading("2026-05-02T18:03:11+02:00", 9_400_000)] };
  const month = monthOfWorld({ nowMs, readings });
  expect(linesOf(month)).toEqual(["t1/1: 9394.515 actual → 9400.000 latest = 5.485"]);
  expect([month.provisional, canCloseByItself(month)]).toEqual([true, false]);
});

test("a meter that fell silent leaves the month without a figure, not with 0", () => {
  const month = monthOfWorld({ readings: { 1: may.slice(0, 1) } });
  expect(linesOf(month)).toEqual(["? no-reading-near-end"]);
  expect(month.incompleteCounters).toEqual([1]);
});

test("an estimated end has figures and a question", () => {
  const [first] = may;
  const later = reading("2026-06-03T00:00:00+02:00", 9_700_000);
  const month = monthOfWorld({ readings: { 1: first ? [first, later] : [] } });
  expect(month.parts[0]?.closing.method).toBe("estimated");
  expect(month.questions).toEqual([{ kind: "no-reading-near-end", sourceNo: 1 }]);
});

test("a closing index stands as the next month's opening", () => {
  const index = {
    atMs: at("2026-05-01T00:00:00+02:00"),
    index: quantity(9_390_000, 3, "kWh"),
    method: "estimated",
    evidence: [5],
  } as const;
  const month = monthOfWorld({ recordedIndexes: [{ sourceNo: 1, index }], readings: { 1: may } });
  expect(month.parts[0]?.consumed.amount).toBe(244_865);
});

test("an open quarantine or an untrusted clock blocks the channel", () => {
  const waiting = { sourceNo: 1, takenAtMs: at("2026-06-01T00:02:00+02:00") };
  const earlier = { sourceNo: 1, takenAtMs: at("2026-04-30T22:02:00+02:00") };
  const kinds = (world: Partial<MonthInput>) =>
    monthOfWorld({ ...world, readings: { 1: may } }).questions.map(({ kind }) => kind);
  expect(kinds({ openQuarantines: [waiting] })).toEqual(["quarantine-open"]);
  expect(kinds({ openQuarantines: [earlier, { ...waiting, sourceNo: 2 }] })).toEqual([]);
  expect(kinds({ clockQuestion: true })).toEqual(["clock-unsynchronised"]);
});

test("a register that turned adds its span; a fall without one is a question", () => {
  const [first, last] = may;
  const readings = { 1: first && last ? [first, { ...last, count: 100 }] : [] };
  const turning = new Map([[1, sourceOf(1, { rolloverCount: 10_000_000 })]]);
  const turned = monthOfWorld({ readings, sources: turning });
  expect(linesOf(turned)).toEqual(["t1/1: 9394.515 actual → 0.100 actual = 605.585"]);
  const rollovers = [{ sourceNo: 1, atMs: at("2026-05-20T12:00:00Z") }];
  const recorded = monthOfWorld({ readings, rollovers, sources: turning });
  expect(recorded.parts).toEqual(turned.parts);
  expect(linesOf(monthOfWorld({ readings }))).toEqual(["? index-fell"]);
});

test("a rollover at the boundary's own reading is counted once", () => {
  const source = sourceOf(1, {
    rolloverCount: 65_536,
    ratedMaximumPerHour: { amount: 9, decimals: 0 },
  });
  const readings = {
    1: [
      reading("2026-04-30T23:02:00+02:00", 65_500),
      reading("2026-05-01T00:02:00+02:00", 100),
      reading("2026-06-01T00:02:00+02:00", 50_000),
    ],
  };
  const rollovers = [{ sourceNo: 1, atMs: at("2026-05-01T00:02:00+02:00") }];
  const sources = new Map([[1, source]]);
  const amount = (month: string) =>
    monthOfWorld({ month, readings, rollovers, sources }).parts[0]?.consumed.amount;
  expect(amount("2026-05")).toBe(49_900);
});

test("a rollover in a long gap over the boundary is counted once, in the month before", () => {
  const turning = new Map([[1, sourceOf(1, { rolloverCount: 10_000_000 })]]);
  const readings = {
    1: [
      reading("2026-04-01T00:02:00+02:00", 9_500_000),
      reading("2026-04-30T12:00:00+02:00", 9_998_000),
      reading("2026-05-01T12:00:00+02:00", 18_000),
      reading("2026-06-01T00:02:00+02:00", 500_000),
    ],
  };
  const rollovers = [{ sourceNo: 1, atMs: at("2026-05-01T12:00:00+02:00") }];
  const world = { readings, rollovers, sources: turning };
  expect(["2026-04", "2026-05"].map((month) => lineOfFirst({ ...world, month }))).toEqual([
    "t1/1: 9500.000 actual → 8.000 estimated = 508.000",
    "t1/1: 8.000 estimated → 500.000 actual = 492.000",
  ]);
});

test("so it is where a month alone would be enough for a whole turn, and where the index was fixed", () => {
  const small = sourceOf(1, { rolloverCount: 10_000_000, decimals: 3 });
  const readings = {
    1: [
      reading("2026-04-27T00:00:00+02:00", 9_990_000),
      reading("2026-06-02T00:00:00+02:00", 500_000),
      reading("2026-07-01T00:00:00+02:00", 700_000),
    ],
  };
  const rollovers = [{ sourceNo: 1, atMs: at("2026-06-02T00:00:00+02:00") }];
  const sources = new Map([[1, small]]);
  const world = { readings, rollovers, sources };
  expect(["2026-05", "2026-06"].map((month) => lineOfFirst({ ...world, month }))).toEqual([
    "t1/1: 46.666 estimated → 485.833 estimated = 439.167",
    "t1/1: 485.833 estimated → 700.000 actual = 214.167",
  ]);
  const fixed = { atMs: at("2026-06-01T00:00:00+02:00"), method: "estimated" } as const;
  const index = { ...fixed, index: quantity(485_833, 3, "kWh"), evidence: [] };
  const recordedIndexes = [{ sourceNo: 1, index }];
  expect(lineOfFirst({ ...world, month: "2026-06", recordedIndexes })).toMatch(/= 214.167$/);
});

function lineOfFirst(world: World): string {
  return monthOfWorld(world).parts.map(lineOf)[0] ?? "none";
}

test("only other figures make a revision, and only from a month that can close", () => {
  const closed = monthOfWorld({ readings: { 1: may } });
  const [first, last] = may;
  const otherSeq = monthOfWorld({
    readings: {
      1:
        first && last
          ? [
              { ...first, seq: 1 },
              { ...last, seq: 2 },
            ]
          : [],
    },
  });
  const otherFigure = monthOfWorld({
    readings: { 1: first && last ? [first, { ...last, count: 9_624_865 }] : [] },
  });
  expect(revise(closed, otherSeq)).toBe("same");
  expect(revise(closed, otherFigure)).toBe("revision");
  expect(revise(closed, monthOfWorld({ readings: {} }))).toBe("same");
});

test("the months of a tenancy add up to last − first, and none is negative", () => {
  const startMs = at("2026-01-15T10:00:00Z");
  const step = fc.record({
    waitMs: fc.integer({ min: 60_000, max: 8 * hourMs }),
    rise: fc.nat(9999),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 200, maxLength: 400 }), (steps) => {
      const readings: ReadingNear[] = [{ takenAtMs: startMs, count: 1234, seq: 1 }];
      for (const { waitMs, rise } of steps) {
        const { takenAtMs, count, seq } = readings.at(-1) ?? { takenAtMs: 0, count: 0, seq: 0 };
        readings.push({ takenAtMs: takenAtMs + waitMs, count: count + rise, seq: seq + 1 });
      }
      const latest = readings.at(-1) ?? { takenAtMs: 0, count: 0 };
      const tenancies = [tenancy("t1", startMs, null, 1234)];
      let sum = 0;
      for (let month = "2026-01"; ; month = addMonths(month, 1)) {
        const nowMs = latest.takenAtMs + 1;
        const computed = monthOfWorld({ month, nowMs, tenancies, readings: { 1: readings } });
        expect(computed.incompleteCounters).toEqual([]);
        for (const part of computed.parts) {
          expect(part.consumed.amount).toBeGreaterThanOrEqual(0);
          sum += part.consumed.amount;
        }
        if (computed.provisional) break;
      }
      expect(sum).toBe(latest.count - 1234);
    }),
    { numRuns: 60 },
  );
});
