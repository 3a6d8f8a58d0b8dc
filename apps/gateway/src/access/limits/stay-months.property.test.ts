// However a channel passes from tenant to tenant, together they see each kilowatt-hour once.

import { addMonths, type MonthKey, type MonthPart } from "@mega/domain";
import { type Counters, computeMonth, type Stay } from "@mega/figures";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stayMonths } from "../../../../../packages/figures/src/stay/stay-months.ts";
import { gatewayCounters } from "../../counters/gateway-counters.ts";
import {
  firstMs,
  lastMs,
  type TenantsBuilding,
  tenantsBuilding,
} from "./testing/tenants-building.ts";

const timeZone = "Europe/Brussels";
const months: readonly MonthKey[] = [0, 1, 2, 3, 4].map((at) => addMonths("2026-01", at));

let building: TenantsBuilding;
let counters: Counters;
beforeAll(async () => {
  building = await tenantsBuilding();
  counters = gatewayCounters(building.rig.context);
}, 120_000);
afterAll(() => building.rig.close());

/** The channel passes on where readings lie on both sides; the first tenant was there before. */
const handovers = fc
  .uniqueArray(fc.integer({ min: firstMs + 1, max: lastMs - 6 * 3_600_000 }), {
    minLength: 0,
    maxLength: 5,
  })
  .map((instants) => instants.sort((a, b) => a - b));

function staysOf(channelNo: number, instants: readonly number[]): readonly Stay[] {
  const begins = [firstMs - 1, ...instants];
  return begins.map((fromMs, at) => ({ channelNo, fromMs, toMs: begins[at + 1] ?? null }));
}

async function partsOf(stay: Stay): Promise<readonly MonthPart[]> {
  const { ledger, clock } = building.rig;
  const view = ledger.snapshot();
  const asked = { ledger, months: counters.months, view, stay, timeZone, nowMs: clock.nowMs() };
  const found = await stayMonths(asked, months);
  return [...found.values()].flatMap(({ parts }) => parts);
}

async function everybodys(channelNo: number): Promise<readonly MonthPart[]> {
  const { ledger, clock } = building.rig;
  const view = ledger.snapshot();
  const asked = { channelNo, timeZone, nowMs: clock.nowMs() };
  const all = [];
  for (const month of months) all.push(await computeMonth(ledger, view, { ...asked, month }));
  return all.flatMap(({ parts }) => parts);
}

const sumOf = (parts: readonly MonthPart[]) =>
  parts.reduce((sum, { consumed }) => sum + consumed.amount, 0);

test.each([
  ["a channel without a change", 2],
  ["a channel with a new period", 1],
  ["a channel with an exchanged meter", 4],
])(
  "%s is shared without a hole and without an overlap",
  async (_, channelNo) => {
    const whole = sumOf(await everybodys(channelNo));
    expect(whole).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(handovers, async (instants) => {
        const stays = staysOf(channelNo, instants);
        const shares = [];
        for (const stay of stays) shares.push(await partsOf(stay));
        expect(sumOf(shares.flat())).toBe(whole);
        for (const [at, parts] of shares.entries()) {
          const { fromMs = 0, toMs = null } = stays[at] ?? {};
          for (const { opening, closing } of parts) {
            expect(opening.atMs).toBeGreaterThanOrEqual(fromMs);
            expect(closing.atMs).toBeLessThanOrEqual(toMs ?? Number.MAX_SAFE_INTEGER);
          }
          const next = shares[at + 1]?.[0];
          if (next !== undefined) expect(parts.at(-1)?.closing.index).toEqual(next.opening.index);
        }
      }),
      { numRuns: 25, seed: 3 },
    );
  },
  60_000,
);
