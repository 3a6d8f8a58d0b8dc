/** What a tenant sees of his own. */

import { doors } from "./doors.ts";

export const tenant = {
  title: doors.pages.tenant,
  hello: (name: string) => `Guten Tag, ${name}`,
  month: (medium: string, month: string) => `${medium}, ${month}`,
  until: (time: string) => `bis ${time}`,
  nothing: "Zurzeit ist Ihnen kein Zähler zugeordnet.",
  notYet: "Noch keine Ablesung für diesen Monat.",
  lastMonth: "Vormonat",
  lastYear: "Gleicher Monat im Vorjahr",
  noCompare:
    "Kein Vergleich: Dieser Monat läuft noch, oder der andere liegt nicht ganz in Ihrer Mietzeit.",
  bars: (count: string) => `${count} Monate, nach Monaten`,
  index: "Zählerstand",
  more: (channel: string) => `CH${channel} im Einzelnen`,
  months: "Meine Monate in Zahlen",
  downloads: "Meine Daten",
  hourly: "Stundenwerte",
  hourlyLead:
    "Aus: Niemand sieht Ihre Stunden. Ein: Nur Sie sehen sie; Sie können es jederzeit ausschalten.",
  hourlyOn: "Die Stundenwerte sind eingeschaltet.",
  hourlyOff: "Die Stundenwerte sind ausgeschaltet.",
  printed: "Zahlen wie gedruckt, nie gerundet. „—“: keine Ablesung.",
};
