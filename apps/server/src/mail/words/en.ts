import type { LetterWords } from "./letter-words.ts";

export const en: LetterWords = {
  greeting: (name) => `Hello ${name},`,
  invitation: (building, by) => ({
    subject: `Your access to MEGA${building === null ? "" : `: ${building}`}`,
    body: `${by ?? "Your manager"} gives you access to the meters${building === null ? "" : ` of “${building}”`}.`,
  }),
  chooseBefore: (day) => `Choose your password before ${day}:`,
  reset: {
    subject: "Your MEGA password",
    body: "Somebody asked for a new password for this address.",
  },
  chooseWithinTheHour: "Choose it within the hour:",
  restoreAsked: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: a gateway wants to replace another one`,
    body: `In “${building}” the gateway ${newMac} asks to take the place of ${oldMac}. Confirm it by the code that it shows if it is you who replaces it. If not, do nothing while the old one works, and ask on the spot.`,
  }),
  restoreGranted: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: a gateway was replaced`,
    body: `In “${building}” the gateway ${newMac} has taken the place of ${oldMac}, with its readings and its configuration. For 24 hours this can be undone.`,
  }),
  restoreUndone: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: the replacement is undone`,
    body: `In “${building}” the gateway ${oldMac} has its place again; ${newMac} has no access there any more.`,
  }),
  ignore: "If you did not expect this message, ignore it: nothing changes.",
  silence: {
    units: ["d", "h", "min"],
    silentSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`}: ${count === 1 ? "the gateway is silent" : `${count} gateways are silent`}`,
    backSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`}: ${count === 1 ? "the gateway is back" : `${count} gateways are back`}`,
    silentLine: (gateway, building, last) =>
      `“${building}”: the gateway ${gateway} was last heard on ${last}.`,
    backLine: (gateway, building, { last, back, lasted }) =>
      `“${building}”: the gateway ${gateway} is heard again since ${back}. It was silent for ${lasted}, from ${last} on.`,
    whole: "Nothing is lost: it read its meters meanwhile and has handed everything in.",
    gap: (from, to) =>
      `It has handed in what it read. From ${from} to ${to} it read nothing, for example because it had no power: the course of these hours is not known. The meters themselves went on counting.`,
    catchingUp: "It is still handing in what it read meanwhile; the figures fill up as that comes.",
    more: (count) => `Further gateways: ${count}.`,
    check:
      "As long as a gateway has power, it reads its meters and keeps what it reads until it can send it. What to check, in this order:\n1. Has it power?\n2. Does the building's Internet work: router, cable?\n3. Its own page CONFIG says under “Server” what came of its last attempt.",
    look: "How it stands:",
    once: "This message comes once. Another one comes when the gateway is back.",
    turnOff: "You can turn such messages off in your account.",
  },
};
