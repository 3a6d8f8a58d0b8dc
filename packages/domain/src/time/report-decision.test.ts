import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstant } from "./calendar.ts";
import { decideReport, type ReportMemory } from "./report-decision.ts";
import { nextReportDueMs, type ReportSchedule } from "./report-schedule.ts";

const zone = "Europe/Brussels";
const at = (text: string) => parseInstant(text) ?? Number.NaN;
const monthly: ReportSchedule = { kind: "month", dayOfMonth: 1, at: { hour: 8, minute: 0 } };
const daily: ReportSchedule = { kind: "day", at: { hour: 2, minute: 30 } };

function begun(schedule: ReportSchedule, nowMs: number): ReportMemory {
  const decision = decideReport(schedule, null, nowMs, zone);
  if (decision.kind !== "begin") throw new Error("A first look begins");
  return decision.memory;
}

test("a schedule that is new sends nothing of the past", () => {
  const nowMs = at("2026-05-20T12:00:00Z");
  const memory = begun(monthly, nowMs);
  expect(decideReport(monthly, memory, nowMs, zone)).toEqual({ kind: "wait" });
  // Another rhythm begins anew: today's report of eight o'clock is not caught up.
  expect(decideReport(daily, memory, nowMs, zone).kind).toBe("begin");
});

test("a report is sent at its time, once", () => {
  const memory = begun(monthly, at("2026-05-20T12:00:00Z"));
  expect(decideReport(monthly, memory, at("2026-06-01T05:59:59Z"), zone).kind).toBe("wait");
  const due = decideReport(monthly, memory, at("2026-06-01T06:00:00Z"), zone);
  expect(due).toMatchObject({ kind: "send", late: false, missed: 0 });
  if (due.kind !== "send") return;
  expect(due.dueMs).toBe(at("2026-06-01T06:00:00Z"));
  expect(decideReport(monthly, due.memory, at("2026-06-01T06:00:01Z"), zone).kind).toBe("wait");
});

test("a gateway that was off sends the newest missed one, and says how many fell out", () => {
  const memory = begun(daily, at("2026-05-20T12:00:00Z"));
  expect(decideReport(daily, memory, at("2026-05-24T12:00:00Z"), zone)).toMatchObject({
    kind: "send",
    dueMs: at("2026-05-24T00:30:00Z"),
    late: true,
    missed: 3,
  });
});

test("a clock that was years ahead does not silence the reports", () => {
  const memory = begun(daily, at("2031-01-01T00:00:00Z"));
  expect(decideReport(daily, memory, at("2026-05-24T12:00:00Z"), zone).kind).toBe("begin");
  // An hour back, as an autumn night or a correction has it, sends nothing twice.
  const night = begun(daily, at("2026-05-24T00:30:00Z"));
  expect(decideReport(daily, night, at("2026-05-23T23:30:00Z"), zone).kind).toBe("wait");
});

test("over two years of looks at any time, every due time is sent, named late or missed, once", () => {
  const hours = fc.array(fc.integer({ min: 1, max: 40 * 24 }), { minLength: 10, maxLength: 60 });
  fc.assert(
    fc.property(
      fc.constantFrom(daily, monthly, { kind: "hour" } as const),
      hours,
      (schedule, gaps) => {
        let nowMs = at("2026-01-01T00:00:00+01:00");
        const startMs = nowMs;
        let memory = begun(schedule, nowMs);
        let [sent, missed] = [0, 0];
        const dues = new Set<number>();
        for (const gap of gaps) {
          nowMs = Math.min(nowMs + gap * 3_600_000, at("2028-01-01T00:00:00+01:00"));
          const decision = decideReport(schedule, memory, nowMs, zone);
          if (decision.kind !== "send") continue;
          expect(dues.has(decision.dueMs)).toBe(false);
          dues.add(decision.dueMs);
          memory = decision.memory;
          sent += 1;
          missed += decision.missed;
        }
        let wanted = 0;
        let next = nextReportDueMs(schedule, startMs, zone);
        while (next !== null && next <= nowMs) {
          wanted += 1;
          next = nextReportDueMs(schedule, next, zone);
        }
        expect(sent + missed).toBe(wanted);
      },
    ),
    { numRuns: 60 },
  );
});
