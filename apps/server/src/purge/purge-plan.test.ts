import { emptyState, type LedgerView } from "@mega/ledger";
import { expect, test } from "vitest";
import { purgePlan } from "./purge-plan.ts";

const april = Date.UTC(2026, 3, 10);
const may = Date.UTC(2026, 4, 10);
const stay = { channelNo: 1, fromMs: Date.UTC(2026, 3, 1), toMs: null };
const asked = { own: [stay], all: [stay], withdrawnAtMs: Date.UTC(2026, 6, 2) };

/** One channel whose meter gave its newest reading at an instant; rounds went on up to July. */
function viewOf(latestMs: number, exchange: readonly [from: number, to: number] | null) {
  const latest = { takenAtMs: latestMs, count: 500, seq: 7, mark: null };
  const indexes = { oldEndCount: 400, newStartCount: 0, atMs: april, seq: 5 };
  const period = { tenancyId: "t", channelNo: 1, startedAtMs: stay.fromMs, endedAtMs: null };
  const open = { opening: { 1: null, 2: null }, closing: null };
  return {
    ...emptyState("00".repeat(16), 1),
    zone: { timeZone: "Europe/Brussels", tzVersion: "2026a" },
    lastRound: { cause: "scheduled", dueAtMs: Date.UTC(2026, 6, 1), seq: 9 },
    bindings: new Map([[1, [{ channelNo: 1, fromMs: stay.fromMs, counter1: 1, counter2: null }]]]),
    tenancies: new Map([
      [1, [{ ...period, ...open, startedSeq: 1, recordedAtMs: stay.fromMs, endedSeq: null }]],
    ]),
    standings: new Map([[1, { latest, lastOutcome: null }]]),
    exchanges:
      exchange === null ? [] : [{ ...indexes, oldSourceNo: exchange[0], newSourceNo: exchange[1] }],
  } satisfies LedgerView;
}

test.each([
  ["goes on", Date.UTC(2026, 6, 1), null, ["2026-04", "2026-05", "2026-06"]],
  ["fell silent in May", may, null, ["2026-04"]],
  ["fell silent in May, set back in April", may, [1, 1], ["2026-04"]],
  ["was exchanged in April", april - 1000, [1, 2], ["2026-04"]],
] as const)("keys that go of a meter that %s", (_, latestMs, exchange, wanted) => {
  const { months } = purgePlan(viewOf(latestMs, exchange), asked);
  const own = months.filter(({ sources }) => sources.some(({ sourceNo }) => sourceNo === 1));
  expect(own.map(({ month }) => month)).toEqual(wanted);
});
