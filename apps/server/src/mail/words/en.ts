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
};
