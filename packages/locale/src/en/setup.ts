/** What is still to be set up, on CONFIG and on an empty COUNTERS page. */

import { doors } from "./doors.ts";

export const setup = {
  title: "Still to do",
  done: (done: string, all: string) => `${done} of ${all}`,
  hide: "Hide",
  isDone: "(done)",
  isOpen: "(to do)",
  byHand: doors.byHand,
  noMeter: doors.noMeter,
  steps: {
    place: {
      name: "Place",
      how: "The name of the building stands on every reading.",
      go: "Name it",
    },
    lines: { name: "Meter line", how: "The RS485 bus, a P1 port or an MQTT broker.", go: "Add" },
    channels: {
      name: "Channels",
      how: "One channel a meter: type, name, unit.",
      go: doors.search,
    },
    reading: { name: "First reading", how: "TEST COMM reads every meter now.", go: "Read" },
    time: { name: "Time", how: "Without the right time no month closes.", go: "Check" },
    mail: { name: "Mail", how: "Server, recipient, report.", go: "Set up" },
    print: { name: "Print", how: "The sheet for the cabinet, once all is set up.", go: "Print" },
  },
};
