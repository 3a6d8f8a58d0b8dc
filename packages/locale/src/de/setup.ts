/** What is still to be set up, on CONFIG and on an empty COUNTERS page. */
export const setup = {
  title: "Noch zu tun",
  done: (done: string, all: string) => `${done} von ${all}`,
  hide: "Ausblenden",
  isDone: "(erledigt)",
  isOpen: "(offen)",
  byHand: "Von Hand ausfüllen",
  noMeter: "Noch kein Zähler. Fügen Sie die Zählerleitung hinzu und suchen Sie dann die Zähler.",
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
      go: "Auf dem Bus suchen",
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
