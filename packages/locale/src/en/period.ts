/** Dialog for a new period. */

import { doors } from "./doors.ts";

export const period = {
  title: (channel: string) => `New tenant on CH${channel}`,
  latest: (counterNo: string, time: string) => `Latest index ${counterNo}, ${time}`,
  unbilled: (counterNo: string, time: string) => `Unbilled, DIFF ${counterNo} since ${time}`,
  when: "Start of the period",
  now: "At once",
  past: "Earlier",
  date: "Date",
  time: "Time",
  index: "Index at that time",
  read: "Read at once",
  readOnlyNow: "only when the period starts at once",
  interpolated: "Compute between two readings",
  interpolatedOnlyPast: "only for a time in the past",
  person: "Type from the display",
  typed: (counterNo: string, unit: string) => `Index ${counterNo} on the display (${unit})`,
  understood: (quantity: string) => `Understood: ${quantity}`,
  nothingErased: "Nothing is erased.",
  effect: (channel: string, seq: string) =>
    `The columns of CH${channel} begin again at First Init; the index of the meter and all history stay in the ledger (entry no. ${seq}).`,
  confirm: (channel: string) => `Type ${channel} to confirm`,
  start: "Start the new period",
  starting: "Starting…",
  done: (channel: string, time: string, seq: string) =>
    `New period of CH${channel} since ${time}, entry no. ${seq}.`,
  badDate: "This date or time does not exist.",
  doubledHour: "This hour exists twice; the first one is taken.",
  badIndex: (example: string) => `Write an index, for example ${example}.`,
  notConfirmed: "Type the number of the channel.",
  undo: doors.undoPeriod,
  undoTitle: (channel: string) => `Undo the new period of CH${channel}`,
  undoEnds: "This period will never have been",
  undoBack: "Comes back as if nothing had happened",
  undoSince: (time: string) => `since ${time}`,
  undoOpening: (counterNo: string, quantity: string) => `Index ${counterNo}: ${quantity}`,
  undoEffect:
    "The months before appear again; months closed since are made anew as revisions. Stays that ended with this period go on; those that began with it are taken away.",
  undoKept: {
    issued: "It cannot be undone any more: a document was issued.",
    "exchange-since": "It cannot be undone any more: a meter was exchanged since.",
  },
  undoDeed: "Undo the period",
  undone: (channel: string, time: string) =>
    `The new period of CH${channel} is undone; the one since ${time} goes on.`,
  next: "Next tenant",
  nextLead: "He sees this channel from the begin of the new period.",
  nextNone: "Choose one later",
  nextNew: "Invite somebody new…",
  nextFailed: "The new period has begun, the stay has not:",
};
