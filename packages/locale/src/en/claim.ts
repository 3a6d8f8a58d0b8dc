/** First run, lost password, and the first visit of somebody who was invited. */

import { doors } from "./doors.ts";

export const claim = {
  title: doors.pages.claim,
  welcome: doors.pages.welcome,
  lead: "This device has no owner yet. Three answers, then the set-up.",
  proof: "You stand before the device",
  byCode: "I have the setup code",
  byButton: "I can press PRG",
  code: "Setup code",
  codeHint: "16 characters, on the label, on the console or from “mega setup-code”.",
  codeMore: (count: string) => `Characters missing: ${count}.`,
  codeLong: (count: string) => `Characters too many: ${count}.`,
  codeWrong: (character: string) => `“${character}” is in no code.`,
  codeWhole: "The form is right.",
  pressButton: "Press PRG for a second. This page sees it by itself.",
  buttonPressed: (minutes: string) => `PRG was seen: ${minutes} min left to finish.`,
  buttonWhere: "The PRG button is to the right of the ETH port; it proves that you stand here.",
  front: "Front of the MEGA: the PRG button is to the right of the ETH port.",
  ownName: "Your name to log in with",
  ownNameHint: "2 to 40 letters or digits; inside also space . _ @ + -",
  ownNameBad: "Letters and digits, inside also space . _ @ + -; 2 to 40 characters.",
  ownPassword: "Your password",
  take: "Claim the gateway",
  taking: "Working…",
  doneTitle: "The gateway is yours.",
  doneLead: "The code is used up. Next: the building, its buses and its channels.",
  toConfig: "Set up the gateway",
  toCounters: "Go to the counters",
  fingerprint: "Fingerprint of the certificate",
  fingerprintHow:
    "Open the details of the certificate in the browser (the padlock) and compare: its SHA-256 fingerprint is the same, sign by sign, or somebody stands between you and the device.",
  lostTitle: doors.pages.lost,
  lostLead:
    "Prove that you stand before the device, then choose a new name and password for the owner.",
  lostKept:
    "Readings, ledger and audit log stay as they are; the ledger notes the renewal. Other accounts stay, every session is closed.",
  lostCode: "“mega setup-code” on the device gives a code that holds for an hour.",
  reset: "Renew the access",
  backToLogin: "Back to the login",
  invited: (name: string) => `Hello ${name}.`,
  invitedLead: (location: string, role: string) =>
    `You are invited to ${location} as ${role}. Choose your password; only you will know it.`,
  accept: "Begin",
  invitationGone: "This invitation no longer holds.",
  invitationGoneLead:
    "An invitation serves once and holds for seven days. Ask whoever sent it for another.",
};
