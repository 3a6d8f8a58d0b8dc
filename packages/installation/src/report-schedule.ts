/** The rhythm of reports as a configuration says it, with every default filled in. Pure. */

import { type MailConfig, mailDefaults, weekdays } from "@mega/contract";
import type { ReportSchedule, TimeOfDay } from "@mega/domain";

/** When reports fall due. */
export function reportScheduleOf(report: NonNullable<MailConfig["report"]>): ReportSchedule {
  const { rhythm = mailDefaults.rhythm } = report;
  const at = timeOfDay(report.at ?? mailDefaults.at);
  switch (rhythm) {
    case "off":
    case "hour":
      return { kind: rhythm };
    case "day":
      return { kind: "day", at };
    case "week": {
      const day = report.weekday ?? mailDefaults.weekday;
      return { kind: "week", weekday: weekdays.indexOf(day) + 1, at };
    }
    case "month":
      return { kind: "month", dayOfMonth: report.dayOfMonth ?? mailDefaults.dayOfMonth, at };
  }
}

/** "08:05" as the schema admits it. */
export function timeOfDay(text: string): TimeOfDay {
  return { hour: Number(text.slice(0, 2)), minute: Number(text.slice(3)) };
}
