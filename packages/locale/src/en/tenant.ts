/** What a tenant sees of his own. */

import { doors } from "./doors.ts";

export const tenant = {
  title: doors.pages.tenant,
  hello: (name: string) => `Hello ${name}`,
  month: (medium: string, month: string) => `${medium}, ${month}`,
  until: (time: string) => `until ${time}`,
  nothing: "No meter is assigned to you at present.",
  notYet: "No reading for this month yet.",
  lastMonth: "Month before",
  lastYear: "Same month a year earlier",
  noCompare: "No comparison: this month still runs, or the other is not wholly within your stay.",
  bars: (count: string) => `${count} months, by month`,
  index: "Index",
  more: (channel: string) => `CH${channel} closely`,
  months: "My months in figures",
  downloads: "My data",
  hourly: "Values by the hour",
  hourlyLead:
    "Off, nobody sees your hours. On, only you see them; you can switch it off at any time.",
  hourlyOn: "Values by the hour are on.",
  hourlyOff: "Values by the hour are off.",
  printed: "Figures as printed, never rounded. “—”: no reading.",
};
