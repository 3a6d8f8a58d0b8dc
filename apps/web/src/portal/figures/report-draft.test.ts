import type { PortalReportSchedule } from "@mega/contract";
import { expect, test } from "vitest";
import { reportFaults, scheduleDraft, scheduleOf } from "./report-draft.ts";

const own: Parameters<typeof scheduleDraft>[1] = {
  ...{ to: "a@example.org", cc: [], language: "fr", csvDialect: "excel-be" },
  formats: ["csv"],
};
const set: PortalReportSchedule = {
  ...{ rhythm: "week", at: "07:30", weekday: "friday", dayOfMonth: 3 },
  ...{ to: "b@example.org", cc: ["c@example.org"], language: "nl", formats: ["pdf"] },
  csvDialect: "rfc4180",
};

test("what is set at the server comes out of its fields as it went in", () => {
  expect(scheduleOf(scheduleDraft(set, own))).toEqual(set);
});

test("without a rhythm none is asked for, whatever the other fields say", () => {
  const draft = scheduleDraft(null, own);
  expect(scheduleOf(draft)).toBeNull();
  expect(scheduleOf({ ...draft, to: "nobody" })).toBeNull();
  expect(scheduleOf({ ...draft, rhythm: "month" })).toMatchObject({
    ...{ rhythm: "month", at: "08:00", dayOfMonth: 1, to: "a@example.org" },
  });
});

test.each<readonly [object, object]>([
  [{ to: "nobody" }, { to: "badAddress" }],
  [{ cc: "a@example.org, b" }, { cc: "badAddress" }],
  [{ cc: Array.from({ length: 6 }, (_, no) => `c${no}@example.org`).join(" ") }, { cc: "tooMany" }],
  [{ at: "8:00" }, { at: true }],
  [{ at: "24:00" }, { at: true }],
  [{ dayOfMonth: "29" }, { dayOfMonth: true }],
  [{ dayOfMonth: "1.5" }, { dayOfMonth: true }],
])("%j is told at its field and not sent", (part, faults) => {
  const draft = { ...scheduleDraft(set, own), ...part };
  expect(reportFaults(draft)).toMatchObject(faults);
  expect(scheduleOf(draft)).toBeUndefined();
});
