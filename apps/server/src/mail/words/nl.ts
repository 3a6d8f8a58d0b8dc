import type { LetterWords } from "./letter-words.ts";

export const nl: LetterWords = {
  greeting: (name) => `Dag ${name},`,
  invitation: (building, by) => ({
    subject: `Uw toegang tot MEGA${building === null ? "" : `: ${building}`}`,
    body: `${by ?? "Uw beheerder"} geeft u toegang tot de meters${building === null ? "" : ` van “${building}”`}.`,
  }),
  chooseBefore: (day) => `Kies uw wachtwoord vóór ${day}:`,
  reset: {
    subject: "Uw wachtwoord van MEGA",
    body: "Iemand heeft een nieuw wachtwoord gevraagd voor dit adres.",
  },
  chooseWithinTheHour: "Kies het binnen het uur:",
  restoreAsked: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: een gateway wil een andere vervangen`,
    body: `In “${building}” vraagt gateway ${newMac} om de plaats van ${oldMac} in te nemen. Bevestig ze met de code die ze toont, als u ze zelf vervangt. Zo niet, doe niets zolang de oude werkt, en vraag het ter plaatse na.`,
  }),
  restoreGranted: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: een gateway is vervangen`,
    body: `In “${building}” heeft gateway ${newMac} de plaats van ${oldMac} ingenomen, met haar aflezingen en haar configuratie. Gedurende 24 uur kan dit worden teruggedraaid.`,
  }),
  restoreUndone: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building}: de vervanging is teruggedraaid`,
    body: `In “${building}” heeft gateway ${oldMac} haar plaats weer ingenomen; ${newMac} heeft er geen toegang meer.`,
  }),
  ignore: "Verwachtte u dit bericht niet? Doe dan niets: er verandert niets.",
};
