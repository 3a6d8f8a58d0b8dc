/** The index of a meter without a bus, typed by a person. */

import { doors } from "./doors.ts";

export const entered = {
  open: doors.enterIndex,
  chHint: doors.enterHint,
  title: (channel: string) => `Stand von CH${channel}`,
  awaited: (month: string) => `Der Stand von Ende ${month} wird erwartet.`,
  waiting: doors.toEnter,
  index: (counter: string, unit: string) => `Abgelesener Stand, ${counter} (${unit})`,
  latest: (index: string, time: string) => `Letzter Stand: ${index}, ${time}`,
  first: "Erster Stand: Hier beginnt die Periode.",
  readAt: "Abgelesen am",
  after: (time: string) => `Nach ${time}`,
  check: "Die Prüfung erscheint, sobald der Stand eingegeben ist.",
  since: (amount: string) => `${amount} seit dem letzten Stand`,
  plausible: "plausibel",
  sure: "Ich habe noch einmal nachgesehen: Der Stand stimmt.",
  note: "Bemerkung (freiwillig)",
  enter: "Stand speichern",
  entering: "Läuft…",
  done: (channel: string) => `Stand von CH${channel} gespeichert.`,
};
