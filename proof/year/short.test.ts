/** A short year of a small building with every kind of fault, as a share of `npm run soak:year`. */

import { describe, expect, test } from "vitest";
import { compareYear } from "./compare/compare-year.ts";
import { seedYear } from "./run/seed-year.ts";

const spring = { seed: 13, months: 2, rtu: 5, mqtt: 8, firstMonth: { year: 2028, month: 3 } };

describe("a short year", async () => {
  const { record, result } = await seedYear(spring);

  test("is billed as it was used, mark by mark", () => {
    expect(result.differences).toEqual([]);
    expect(result.months.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  });

  test("compares every month of every channel, and thousands of readings", () => {
    // One meter has two channels.
    expect(result.months).toHaveLength(14 * 2);
    expect(result.readings).toBeGreaterThan(10_000);
    expect(result.distances.length).toBeGreaterThan(12);
  });

  test("meets every kind of fault, power cuts and a wrong clock", () => {
    const kinds = new Set(
      record.scenario.meters.flatMap(({ faults }) =>
        faults.map((fault) => (fault.kind === "glitch" ? `glitch ${fault.shows}` : fault.kind)),
      ),
    );
    expect([...kinds].sort()).toEqual(
      [
        ...["bad-payload", "dead", "doubled", "duplicate", "export", "glitch high", "glitch old"],
        ...["glitch zero", "jitter", "late", "mixed-up", "noisy", "outage", "reset", "retained"],
        ...["slow", "unit", "unsaved"],
      ].sort(),
    );
    expect(record.scenario.meters.some(({ exchanges }) => exchanges.length > 0)).toBe(true);
    expect(record.scenario.meters.some(isThousandfoldOfLittle)).toBe(true);
    expect(record.counts.cuts).toBeGreaterThan(0);
    expect(record.counts.clockSteps).toBeGreaterThan(0);
  });

  test("begins on a clock without time, closes nothing before its time, and bills from then on", () => {
    const [first] = record.times.clock;
    expect(first?.vouched).toBe(false);
    expect((first?.offsetMs ?? 0) + (first?.fromMs ?? 0)).toBeLessThan(Date.UTC(2000, 0, 2));
    const months = [...record.closed.values()].flat().map(({ month }) => month);
    expect(new Set(months)).toEqual(new Set(["2028-04"]));
    const early = result.months.filter(({ month }) => month === "2028-03");
    expect(new Set(early.map(({ mark }) => mark))).not.toContain("actual");
  });

  test("is wrong where a month was closed that never was", () => {
    const [[no, months] = [0, []]] = [...record.closed].filter(([, all]) => all.length > 0);
    const strange = months.map((month) => ({ ...month, month: "1999-12" }));
    const closed = new Map(record.closed).set(no, [...months, ...strange]);
    const { differences } = compareYear({ ...record, closed });
    expect(differences.map(({ expected }) => expected)).toContain("no such month");
  });

  test("has months with marks, and months without", () => {
    const marks = new Set(result.months.map(({ mark }) => mark));
    expect(marks).toContain("actual");
    expect(marks.size).toBeGreaterThan(2);
  });

  test("prints every index less than a step of its meter from the register", () => {
    expect(result.worst.hundredths).toBeGreaterThan(50);
    expect(result.worst.hundredths).toBeLessThan(100);
  });

  test.each([
    ["above", 1n],
    ["below", -1n],
  ] as const)("is wrong where an index stands one step %s its register", (_, by) => {
    for (const [key, side] of [["index", "closing"] as const, ["opening", "opening"] as const]) {
      const { differences } = compareYear(withCell(record, key, (text) => stepped(text, by)));
      const what = new Set(differences.map((one) => one.what));
      expect(what).toContain(key);
      expect(what).toContain(`${side} against the register`);
      const cells = differences.filter((one) => one.what === key).length;
      const registers = differences.filter((one) => one.what.startsWith(side)).length;
      // A person's watch shows minutes, and a line is cut twice: a step may hide in that.
      expect(registers).toBeGreaterThan(cells / 2);
    }
  });

  test("is wrong where a register stood elsewhere at the index's own time", () => {
    const { differences } = compareYear(withRegisters(record, (stood) => stood - 1_000_001));
    const what = new Set(differences.map((one) => one.what));
    expect(what).toContain("closing against the register");
    expect(what).toContain("reading against the register");
    expect(what).not.toContain("consumption against the truth");
  });

  test("is wrong where a mark is missing", () => {
    const { differences } = compareYear(withCell(record, "indexMark", () => null));
    expect(differences.map(({ what }) => what)).toContain("indexMark");
  });

  test("is wrong where a mark is one too many", () => {
    const { differences } = compareYear(withCell(record, "consumptionMark", () => "S"));
    expect(differences.map(({ what }) => what)).toContain("consumptionMark");
  });

  test("is wrong where a consumption is one step off", () => {
    const { differences } = compareYear(
      withCell(record, "consumption", (text) => stepped(text, 1n)),
    );
    const what = differences.map((one) => one.what);
    expect(what).toContain("consumption");
    expect(what.some((one) => one.startsWith("sum of"))).toBe(true);
  });

  test("is wrong where the ledger does not hold what the table shows", () => {
    const closed = new Map([...record.closed].map(([no, months]) => [no, months.slice(0, -1)]));
    const { differences } = compareYear({ ...record, closed });
    expect(differences.map(({ what }) => what)).toContain("closed in the ledger");
  });

  test("is wrong where a reading was invented", () => {
    const { building } = record;
    const truth = {
      ...building.truth,
      consumedAt: (...asked: Parameters<typeof building.truth.consumedAt>) =>
        Math.floor(building.truth.consumedAt(...asked) * 0.9),
    };
    const { differences } = compareYear({ ...record, building: { ...building, truth } });
    expect(differences.map(({ what }) => what)).toContain("consumption against the truth");
  });

  test.each([
    [
      "is another",
      (all: Stored) => all.with(100, { ...at(all, 100), count: at(all, 100).count + 1 }),
    ],
    ["is gone", (all: Stored) => all.toSpliced(100, 1)],
    ["was taken at another time", (all: Stored) => all.with(9, { ...at(all, 9), takenMs: 12_345 })],
    ["is one too many", (all: Stored) => all.toSpliced(100, 0, { ...at(all, 100), takenMs: 1 })],
  ])("is wrong where a reading of the ledger %s", (_, change) => {
    const stored = new Map(
      [...record.stored].map(([key, sources]) => [key, sources.map((all) => changed(all, change))]),
    );
    const { differences } = compareYear({ ...record, stored });
    expect(new Set(differences.map(({ what }) => what))).toEqual(new Set(["reading"]));
    expect(new Set(differences.map(({ channelNo }) => channelNo)).size).toBe(record.closed.size);
  });

  test("is wrong where a round was left out", () => {
    const rounds = record.times.rounds.filter((_, at) => at < 100 || at > 110);
    const { differences } = compareYear({ ...record, times: { ...record.times, rounds } });
    expect(differences.map(({ what }) => what)).toContain("round");
  });
});

type Stored = Year["stored"] extends ReadonlyMap<string, readonly (infer One)[]> ? One : never;

function at(all: Stored, no: number): Stored[number] {
  const reading = all[no];
  if (reading === undefined) throw new RangeError(`There is no reading ${no}`);
  return reading;
}

/** A meter that was there for some days only is left as it is. */
function changed(all: Stored, change: (all: Stored) => Stored): Stored {
  return all.length > 200 ? change(all) : all;
}

type Year = Awaited<ReturnType<typeof seedYear>>["record"];
type Cell = Year["tables"][number]["rows"][number]["counters"][number]["cells"][number];

/** A firmware multiplies the figure of a counter that stands still near 0. */
function isThousandfoldOfLittle({ faults, load }: Year["scenario"]["meters"][number]): boolean {
  const still = load !== undefined && Object.values(load).includes(0);
  return still && faults.some(({ kind }) => kind === "unit");
}

/** The record with one field changed in every cell that has a figure. */
function withCell<Key extends keyof Cell>(
  year: Year,
  key: Key,
  change: (value: Cell[Key]) => Cell[Key],
): Year {
  const tables = year.tables.map((table) => ({
    ...table,
    rows: table.rows.map((row) => ({
      ...row,
      counters: row.counters.map((counter) => ({
        ...counter,
        cells: counter.cells.map((cell) =>
          cell.index === null ? cell : { ...cell, [key]: change(cell[key]) },
        ),
      })),
    })),
  }));
  return { ...year, tables };
}

/** The record with registers that stood otherwise, in millionths. */
function withRegisters(year: Year, change: (stood: number) => number): Year {
  const { building } = year;
  const truth = {
    ...building.truth,
    indexAt: (...asked: Parameters<typeof building.truth.indexAt>) =>
      change(building.truth.indexAt(...asked)),
  };
  return { ...year, building: { ...building, truth } };
}

/** The last printed digit, one more or one less. */
function stepped(text: string | null, by: bigint): string | null {
  if (text === null) return null;
  const digits = text.replace(".", "");
  const more = String(BigInt(digits) + by).padStart(digits.length, "0");
  const point = text.indexOf(".");
  const cut = point === -1 ? more.length : more.length - (text.length - point - 1);
  return point === -1 ? more : `${more.slice(0, cut)}.${more.slice(cut)}`;
}
