/** What is still to be set up, on CONFIG and on an empty COUNTERS page. */

import { doors } from "./doors.ts";

export const setup = {
  title: "Nog te doen",
  done: (done: string, all: string) => `${done} van ${all}`,
  hide: "Verbergen",
  isDone: "(klaar)",
  isOpen: "(te doen)",
  byHand: doors.byHand,
  noMeter: doors.noMeter,
  steps: {
    place: {
      name: "Plaats",
      how: "De naam van het gebouw staat op elke aflezing.",
      go: "Benoemen",
    },
    lines: {
      name: "Meetlijn",
      how: "De RS485-bus, een P1-poort of een MQTT-broker.",
      go: "Toevoegen",
    },
    channels: {
      name: "Kanalen",
      how: "Een kanaal per meter: type, naam, eenheid.",
      go: doors.search,
    },
    reading: { name: "Eerste aflezing", how: "TEST COMM leest nu alle meters.", go: "Aflezen" },
    time: { name: "Tijd", how: "Zonder juiste tijd wordt geen maand afgesloten.", go: "Nakijken" },
    mail: { name: "E-mail", how: "Server, ontvanger, rapport.", go: "Instellen" },
    print: {
      name: "Afdruk",
      how: "Het blad voor de kast, als alles is ingesteld.",
      go: "Afdrukken",
    },
  },
};
