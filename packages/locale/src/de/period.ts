/** Dialog for a new period. */

import { doors } from "./doors.ts";

export const period = {
  title: (channel: string) => `Neuer Mieter an CH${channel}`,
  latest: (counterNo: string, time: string) => `Letzter Stand ${counterNo}, ${time}`,
  unbilled: (counterNo: string, time: string) =>
    `Nicht abgerechnet, DIFF ${counterNo} seit ${time}`,
  when: "Beginn der Periode",
  now: "Jetzt",
  past: "Früher",
  date: "Datum",
  time: "Uhrzeit",
  index: "Stand zu diesem Zeitpunkt",
  read: "Jetzt ablesen",
  readOnlyNow: "nur wenn die Periode jetzt beginnt",
  interpolated: "Zwischen zwei Ablesungen berechnen",
  interpolatedOnlyPast: "nur für ein Datum in der Vergangenheit",
  person: "Nach der Anzeige eingeben",
  typed: (counterNo: string, unit: string) => `Stand ${counterNo} auf der Anzeige (${unit})`,
  understood: (quantity: string) => `Verstanden: ${quantity}`,
  nothingErased: "Nichts wird gelöscht.",
  effect: (channel: string, seq: string) =>
    `Die Spalten von CH${channel} beginnen neu bei First Init; der Stand des Zählers und der ganze Verlauf bleiben im Hauptbuch (Buchung Nr. ${seq}).`,
  confirm: (channel: string) => `Zum Bestätigen ${channel} eingeben`,
  start: "Neue Periode beginnen",
  starting: "Läuft…",
  done: (channel: string, time: string, seq: string) =>
    `Neue Periode von CH${channel} seit ${time}, Buchung Nr. ${seq}.`,
  badDate: "Dieses Datum oder diese Uhrzeit gibt es nicht.",
  doubledHour: "Diese Stunde gibt es zweimal; die erste gilt.",
  badIndex: (example: string) => `Bitte einen Stand eingeben, zum Beispiel ${example}.`,
  notConfirmed: "Bitte die Nummer des Kanals eingeben.",
  undo: doors.undoPeriod,
  undoTitle: (channel: string) => `Neue Periode an CH${channel} zurücknehmen`,
  undoEnds: "Diese Periode hat es dann nie gegeben",
  undoBack: "Kommt zurück, als wäre nichts gewesen",
  undoSince: (time: string) => `seit ${time}`,
  undoOpening: (counterNo: string, quantity: string) => `Stand ${counterNo}: ${quantity}`,
  undoEffect:
    "Die Monate davor erscheinen wieder, seither abgeschlossene Monate werden als Revision neu berechnet. Mietzeiten, die mit dieser Periode endeten, laufen weiter; die mit ihr begannen, entfallen.",
  undoKept: {
    issued: "Sie lässt sich nicht mehr zurücknehmen: ein Dokument wurde ausgestellt.",
    "exchange-since": "Sie lässt sich nicht mehr zurücknehmen: seither wurde ein Zähler getauscht.",
  },
  undoDeed: "Periode zurücknehmen",
  undone: (channel: string, time: string) =>
    `Die neue Periode an CH${channel} ist zurückgenommen; die seit ${time} läuft weiter.`,
  next: "Nächster Mieter",
  nextLead: "Er sieht diesen Kanal ab dem Beginn der neuen Periode.",
  nextNone: "Später wählen",
  nextNew: "Jemand Neuen einladen…",
  nextFailed: "Die neue Periode hat begonnen, die Mietzeit noch nicht:",
};
