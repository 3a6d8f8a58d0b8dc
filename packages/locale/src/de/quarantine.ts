/** What waits in the quarantine, and what a person says about it. */

import { doors } from "./doors.ts";

export const quarantine = {
  title: doors.pages.quarantine,
  lead: "Eine zweifelhafte Ablesung wartet hier. Sie zählt nicht, bis eine Person entscheidet; inzwischen geht nichts verloren.",
  nothing: "Nichts wartet.",
  waits: (count: string, time: string) => `${count} Ablesungen warten seit ${time}.`,
  waitsOne: (time: string) => `Eine Ablesung wartet seit ${time}.`,
  declared: "Bekannte Seriennummer",
  lastAccepted: "Zuletzt angenommen",
  first: "Erste wartende",
  last: "Letzte wartende",
  serial: (serial: string) => `Seriennummer ${serial}`,
  reasons: {
    fell: "Der Stand ist niedriger als zuvor: Zähler getauscht, Zählwerk zurückgesetzt oder falsch gelesen.",
    "rose-beyond-rating":
      "Der Stand stieg stärker, als es sein kann: gestörte Ablesung oder Zähler getauscht.",
    "serial-changed":
      "Der Zähler nennt eine andere Seriennummer: Er wurde wahrscheinlich getauscht.",
    sentinel: "Der Wert sieht aus wie der eines Zählers, der keinen hat.",
    "possible-rollover":
      "Ein Überlauf nach dem Höchststand ist möglich, aber weiter, als verbraucht worden sein kann.",
  },
  actions: {
    release: "Annehmen…",
    discard: "Verwerfen…",
    rollover: "Überlauf nach dem Höchststand…",
  },
  titles: {
    release: (channel: string) => `Ablesungen von CH${channel} annehmen`,
    discard: (channel: string) => `Ablesungen von CH${channel} verwerfen`,
    rollover: (channel: string) => `Überlauf des Zählwerks von CH${channel}`,
  },
  effects: {
    release:
      "Die wartenden Ablesungen zählen ab jetzt. Abgeschlossene Monate, die darauf beruhen, werden neu abgeschlossen.",
    discard:
      "Die wartenden Ablesungen zählen nie. Sie bleiben im Hauptbuch; die nächste Ablesung wird beurteilt wie zuvor.",
    rollover:
      "Das Zählwerk lief nach seinem Höchststand bei 0 weiter; was wartet, zählt ab jetzt, soweit es sein kann.",
  },
  noUndo:
    "Eine Entscheidung wird nicht rückgängig gemacht; eine Berichtigung ist eine weitere Buchung.",
  why: "Grund (3 bis 200 Zeichen, keine Namen)",
  decide: "Entscheiden",
  deciding: "Läuft…",
  done: (channel: string, decided: string, waiting: string, seq: string) =>
    `CH${channel}: ${decided} entschieden, ${waiting} warten noch, Buchung Nr. ${seq}.`,
};
