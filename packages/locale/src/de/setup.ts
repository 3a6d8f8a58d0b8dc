/** What is still to be set up, on CONFIG and on an empty COUNTERS page. */

import { doors } from "./doors.ts";

export const setup = {
  title: "Noch zu tun",
  done: (done: string, all: string) => `${done} von ${all}`,
  hide: "Ausblenden",
  isDone: "(erledigt)",
  isOpen: "(offen)",
  byHand: doors.byHand,
  noMeter: doors.noMeter,
  steps: {
    place: { name: "Ort", how: "Der Name des Gebäudes steht auf jeder Ablesung.", go: "Benennen" },
    lines: {
      name: "Zählerleitung",
      how: "Der RS485-Bus, ein P1-Anschluss oder ein MQTT-Broker.",
      go: "Hinzufügen",
    },
    channels: {
      name: "Kanäle",
      how: "Ein Kanal je Zähler: Typ, Name, Einheit.",
      go: doors.search,
    },
    reading: { name: "Erste Ablesung", how: "TEST COMM liest jetzt alle Zähler.", go: "Ablesen" },
    time: {
      name: "Uhrzeit",
      how: "Ohne richtige Uhrzeit wird kein Monat abgeschlossen.",
      go: "Prüfen",
    },
    mail: { name: "E-Mail", how: "Server, Empfänger, Bericht.", go: "Einstellen" },
    print: {
      name: "Ausdruck",
      how: "Das Blatt für den Schrank, wenn alles eingestellt ist.",
      go: "Drucken",
    },
  },
};
