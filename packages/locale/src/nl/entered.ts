/** The index of a meter without a bus, typed by a person. */

import { doors } from "./doors.ts";

export const entered = {
  open: doors.enterIndex,
  chHint: doors.enterHint,
  title: (channel: string) => `Stand van CH${channel}`,
  awaited: (month: string) => `De stand van eind ${month} wordt verwacht.`,
  waiting: doors.toEnter,
  index: (counter: string, unit: string) => `Afgelezen stand, ${counter} (${unit})`,
  latest: (index: string, time: string) => `Laatste stand: ${index}, ${time}`,
  first: "Eerste stand: hier begint de periode.",
  readAt: "Van het display afgelezen op",
  after: (time: string) => `Na ${time}`,
  check: "De controle verschijnt zodra de stand is ingevoerd.",
  since: (amount: string) => `${amount} sinds de laatste stand`,
  plausible: "aannemelijk",
  sure: "Ik heb nog eens gekeken: de stand klopt.",
  note: "Opmerking (niet verplicht)",
  enter: "Stand opslaan",
  entering: "Bezig…",
  done: (channel: string) => `Stand van CH${channel} opgeslagen.`,
};
