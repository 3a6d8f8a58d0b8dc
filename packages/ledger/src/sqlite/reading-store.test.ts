/** Readings in runs and in memory answer as one list in order would. */

import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { LedgerFact, RoundReading } from "../entry/facts.ts";
import type { ProjectedReading } from "./packed-run.ts";
import { inOrder } from "./reading-runs.ts";
import { ReadingStore } from "./reading-store.ts";
import { projectionSql } from "./schema.ts";

function freshStore() {
  const db = new DatabaseSync(":memory:");
  db.exec(projectionSql);
  return { db, store: new ReadingStore(db) };
}

function round(month: string, takenAtMs: number, count: number | null): LedgerFact {
  const reading: RoundReading = {
    sourceNo: 1,
    takenAtMs,
    status: "accepted",
    reason: null,
    mark: null,
    count,
    raw: new Uint8Array(0),
    erased: false,
    serialNumber: null,
  };
  return { kind: "RoundTaken", cause: "scheduled", dueAtMs: takenAtMs, month, readings: [reading] };
}

const hasCount = ({ count }: ProjectedReading) => count !== null;

type Step =
  | { readonly kind: "reading"; readonly atMs: number; readonly count: number | null }
  | { readonly kind: "flush" }
  | { readonly kind: "decision"; readonly which: number; readonly count: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("reading" as const),
      atMs: fc.integer({ min: 0, max: 400 }),
      count: fc.option(fc.nat(1000), { freq: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "flush" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("decision" as const),
      which: fc.nat(),
      count: fc.nat(1000),
    }),
  },
);

test("in whatever order readings come, are decided on and go into the file", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 500, size: "max" }), fc.nat(400), (steps, at) => {
      const { db, store } = freshStore();
      const known: ProjectedReading[] = [];
      for (const [index, step] of steps.entries()) {
        const seq = index + 1;
        const entry = { seq, clockState: "S" } as const;
        if (step.kind === "flush") store.flush();
        if (step.kind === "reading") {
          const { atMs: takenAtMs, count } = step;
          store.take(round("2026-05", takenAtMs, count), entry);
          const rest = { code: 0, clockState: "S", monthNo: 24_316, decision: null } as const;
          known.push({ takenAtMs, seq, count, ...rest });
        }
        const which = step.kind === "decision" ? step.which % Math.max(known.length, 1) : 0;
        const decided = known[which];
        if (step.kind !== "decision" || decided === undefined) continue;
        const { takenAtMs } = decided;
        const about = { seq: decided.seq, sourceNo: 1, takenAtMs, month: "2026-05", why: "" };
        store.take({ kind: "ReadingCorrected", ...about, count: step.count }, entry);
        known[which] = { ...decided, count: step.count, decision: { seq, discarded: false } };
      }
      known.sort(inOrder);
      const before = known.findLast((one) => one.takenAtMs <= at && hasCount(one));
      const after = known.find((one) => one.takenAtMs > at && hasCount(one));
      expect(store.between(1, 0, 1000, 100_000)).toEqual(known);
      expect(store.between(1, at, at + 50, 3)).toEqual(
        known.filter((one) => one.takenAtMs >= at && one.takenAtMs < at + 50).slice(0, 3),
      );
      expect(store.newestBefore(1, at, hasCount)).toEqual(before);
      expect(store.oldestAfter(1, at, hasCount)).toEqual(after);
      for (const one of known.slice(0, 5)) {
        expect(store.one(1, one.takenAtMs, one.seq)).toEqual(one);
      }
      db.close();
    }),
    { numRuns: 60 },
  );
});

test("a source in one row an hour fills few runs, and the starts of a gateway do not cut them small", () => {
  const { db, store } = freshStore();
  for (let hour = 0; hour < 1000; hour++) {
    store.take(round("2026-05", hour, hour), { seq: hour + 1, clockState: "S" });
    if (hour % 3 === 2) store.flush();
  }
  store.flush();
  const { n } = db.prepare("SELECT count(*) AS n FROM p_runs").get() ?? {};
  expect(Number(n)).toBeLessThan(1000 / 60);
  expect(store.between(1, 0, 2000, 100_000)).toHaveLength(1000);
  db.close();
});

test("a run of which everything is erased is not read again for the next month", () => {
  const { db, store } = freshStore();
  for (const [hour, month] of ["2026-05", "2026-05", "2026-06"].entries()) {
    store.take(round(month, hour, hour), { seq: hour + 1, clockState: "S" });
  }
  store.flush();
  store.purge("2026-06", 2);
  expect(store.between(1, 0, 9, 9).map(({ count }) => count)).toEqual([0, 1, 2]);
  store.purge("2026-06", 1);
  expect(store.between(1, 0, 9, 9).map(({ count }) => count)).toEqual([null, null, 2]);
  store.purge("2026-07", undefined);
  expect(db.prepare("SELECT counts_from FROM p_runs").get()).toEqual({ counts_from: null });
  db.close();
});
