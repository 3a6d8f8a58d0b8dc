/** What waits in the quarantine, and what a person says about it. */

import { doors } from "./doors.ts";

export const quarantine = {
  title: doors.pages.quarantine,
  lead: "A reading in doubt waits here. It does not count until a person decides; nothing is lost meanwhile.",
  nothing: "Nothing waits.",
  waits: (count: string, time: string) => `${count} readings wait since ${time}.`,
  waitsOne: (time: string) => `One reading waits since ${time}.`,
  declared: "Serial number known",
  lastAccepted: "Last accepted",
  first: "First waiting",
  last: "Latest waiting",
  serial: (serial: string) => `serial number ${serial}`,
  reasons: {
    fell: "The count is lower than before: the meter was exchanged, the counter was set back, or it is read wrongly.",
    "rose-beyond-rating":
      "The count rose by more than can have passed: a disturbed reading, or a meter exchanged.",
    "serial-changed": "The meter tells another serial number: it was probably exchanged.",
    sentinel: "The figure looks like one that a meter shows when it has no value.",
    "possible-rollover":
      "The counter may have passed its maximum, but farther than can have passed.",
  },
  actions: {
    release: "Accept…",
    discard: "Discard…",
    rollover: "Counter passed its maximum…",
  },
  titles: {
    release: (channel: string) => `Accept readings of CH${channel}`,
    discard: (channel: string) => `Discard readings of CH${channel}`,
    rollover: (channel: string) => `Counter of CH${channel} passed its maximum`,
  },
  effects: {
    release:
      "The waiting readings count from now on. Closed months that rest on them are closed anew.",
    discard:
      "The waiting readings never count. They stay in the ledger; the next reading of the meter is judged as before.",
    rollover:
      "The counter went on from 0 after its maximum; what waits counts from now on as far as it is plausible.",
  },
  noUndo: "A decision cannot be undone; a correction is a further entry.",
  why: "Reason (3 to 200 characters, no names)",
  decide: "Decide",
  deciding: "Working…",
  done: (channel: string, decided: string, waiting: string, seq: string) =>
    `CH${channel}: ${decided} decided, ${waiting} still wait, entry no. ${seq}.`,
};
