import { expect, test } from "vitest";
import { NOT_ASKED, type ReadingRow } from "../readings/reading-row.ts";
import { type GlanceStep, nextGlance, noGlance, type RoundGlance } from "./round-glance.ts";

const HOUR_MS = 3_600_000;
const midnightMs = Date.UTC(2026, 4, 2);
/** Codes of a round: accepted, put aside, missing. */
const codes = { a: 0, q: 16, m: 48, "-": NOT_ASKED } as const;

/** A round two past an hour; a letter for each source. */
function round(hour: number, letters: string, onDemand = false): GlanceStep {
  const dueAtMs = midnightMs + hour * HOUR_MS + 120_000;
  const states = Uint8Array.from(letters, (letter) => codes[letter as keyof typeof codes]);
  const row: ReadingRow = {
    seq: hour + 1,
    dueAtMs,
    monthNo: 24_316,
    clockState: "S",
    states,
    offsetsMs: [...letters].map((letter) => (letter === "-" ? null : 1000)),
    counts: [...letters].map((letter) => (letter === "a" || letter === "q" ? 7 : null)),
    farTimes: null,
    decisions: null,
  };
  return { kind: "round", row, onDemand };
}
const due = (hour: number) => midnightMs + hour * HOUR_MS + 120_000;
const after = (...steps: readonly GlanceStep[]) => nextGlance(noGlance, steps);
const hoursOf = ({ hours }: RoundGlance) => [...hours].map((state) => "-npa"[state]).join("");

test("each hour says whether all meters, a part of them or none were read", () => {
  const glance = after(round(1, "aa"), round(2, "am"), round(3, "mm"), round(5, "aa"));
  expect(hoursOf(glance)).toBe(`${"-".repeat(19)}apn-a`);
  expect(glance.dueAtMs).toBe(due(5));
  expect(glance.readAtMs).toBe(due(5) + 1000);
});

test("of several rounds of an hour the worst stands, and one asked for by hand says nothing of it", () => {
  const quarter = (step: GlanceStep): GlanceStep =>
    step.kind === "round"
      ? { ...step, row: { ...step.row, dueAtMs: step.row.dueAtMs + HOUR_MS / 4 } }
      : step;
  expect(hoursOf(after(round(1, "am"), quarter(round(1, "aa")))).slice(-1)).toBe("p");
  expect(hoursOf(after(round(1, "aa"), round(2, "mm", true))).slice(-2)).toBe("-a");
});

test("a round caught up for an hour of before takes its place in the row", () => {
  expect(hoursOf(after(round(1, "aa"), round(4, "aa"), round(2, "aa"))).slice(-4)).toBe("aa-a");
});

test("hours fall out after a day, and a clock that was set begins the row anew", () => {
  const day = after(round(0, "mm"), round(24, "aa"));
  expect(hoursOf(day)).toBe(`${"-".repeat(23)}a`);
  const far = after(round(5000, "aa"), round(1, "am"));
  expect(hoursOf(far)).toBe(`${"-".repeat(23)}p`);
  expect(far.dueAtMs).toBe(due(1));
});

test("a source that does not answer is noted with the last round before, until it answers", () => {
  const silent = after(round(1, "aa"), round(2, "am"), round(3, "am"));
  expect([...silent.unanswered]).toEqual([[2, due(1)]]);
  expect([...nextGlance(silent, [round(4, "-a")]).unanswered]).toEqual([]);
  expect([...nextGlance(silent, [round(4, "a-")]).unanswered]).toEqual([[2, due(1)]]);
});

test("readings that wait are counted from the first on until each is decided on", () => {
  const settled: GlanceStep = { kind: "settled", sourceNo: 1 };
  const waiting = after(round(1, "q"), round(2, "q"));
  expect([...waiting.waiting]).toEqual([[1, { sinceMs: due(1) + 1000, count: 2 }]]);
  expect(waiting.unanswered.size).toBe(0);
  expect(nextGlance(waiting, [settled]).waiting.get(1)?.count).toBe(1);
  expect(nextGlance(waiting, [settled, settled]).waiting.size).toBe(0);
  expect(nextGlance(waiting, [{ kind: "settled", sourceNo: 2 }]).waiting.size).toBe(1);
});

test("the newest binding of a channel says whose sources it shows", () => {
  const bind = (channelNo: number, counter1: number | null, counter2: number | null) =>
    ({ kind: "bound", binding: { channelNo, fromMs: 0, counter1, counter2 } }) as const;
  const bound = after(bind(1, 1, 2), bind(2, 3, null), bind(1, 4, null), bind(2, null, null)).bound;
  expect([...bound]).toEqual([[1, [4]]]);
});
