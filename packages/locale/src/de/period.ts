/** Dialog for a new period. */
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
};
