/** The index of a meter without a bus, typed by a person. */

import { doors } from "./doors.ts";

export const entered = {
  open: doors.enterIndex,
  chHint: doors.enterHint,
  title: (channel: string) => `Index of CH${channel}`,
  awaited: (month: string) => `The index of the end of ${month} is awaited.`,
  waiting: doors.toEnter,
  index: (counter: string, unit: string) => `Index read, ${counter} (${unit})`,
  latest: (index: string, time: string) => `Last index: ${index}, ${time}`,
  first: "First index: the period begins here.",
  readAt: "Read from the display on",
  after: (time: string) => `After ${time}`,
  check: "The check appears as soon as the index is typed.",
  since: (amount: string) => `${amount} since the last index`,
  plausible: "plausible",
  sure: "I have looked again: the index is right.",
  note: "Note (optional)",
  enter: "Save the index",
  entering: "Working…",
  done: (channel: string) => `Index of CH${channel} saved.`,
};
