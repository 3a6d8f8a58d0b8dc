/** What a tenant sees of his own. */

import { doors } from "./doors.ts";

export const tenant = {
  title: doors.pages.tenant,
  hello: (name: string) => `Dag ${name}`,
  month: (medium: string, month: string) => `${medium}, ${month}`,
  until: (time: string) => `tot ${time}`,
  nothing: "Er is u op dit ogenblik geen meter toegewezen.",
  notYet: "Nog geen aflezing voor deze maand.",
  lastMonth: "Vorige maand",
  lastYear: "Zelfde maand, een jaar eerder",
  noCompare:
    "Geen vergelijking: deze maand loopt nog, of de andere valt niet volledig in uw verblijf.",
  bars: (count: string) => `${count} maanden, per maand`,
  index: "Meterstand",
  more: (channel: string) => `CH${channel} van dichtbij`,
  months: "Mijn maanden in cijfers",
  downloads: "Mijn gegevens",
  hourly: "Uurwaarden",
  hourlyLead: "Uit: niemand ziet uw uren. Aan: enkel u ziet ze; u kunt het altijd weer uitzetten.",
  hourlyOn: "Uurwaarden staan aan.",
  hourlyOff: "Uurwaarden staan uit.",
  printed: "Cijfers zoals gedrukt, nooit afgerond. “—”: geen aflezing.",
};
