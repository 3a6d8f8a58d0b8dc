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
  silence: {
    units: ["d", "u", "min"],
    silentSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`}: ${count === 1 ? "de gateway zwijgt" : `${count} gateways zwijgen`}`,
    backSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`}: ${count === 1 ? "de gateway is terug" : `${count} gateways zijn terug`}`,
    silentLine: (gateway, building, last) =>
      `“${building}”: gateway ${gateway} liet het laatst van zich horen op ${last}.`,
    backLine: (gateway, building, { last, back, lasted }) =>
      `“${building}”: gateway ${gateway} laat sinds ${back} weer van zich horen. Ze zweeg ${lasted}, vanaf ${last}.`,
    whole: "Er is niets verloren: ze bleef haar meters aflezen en heeft alles doorgegeven.",
    gap: (from, to) =>
      `Ze heeft doorgegeven wat ze aflas. Van ${from} tot ${to} las ze niets af, bijvoorbeeld omdat ze geen stroom had: het verloop van die uren is niet bekend. De meters zelf telden verder.`,
    catchingUp: "Ze geeft nog door wat ze intussen aflas; de cijfers worden gaandeweg aangevuld.",
    more: (count) => `Andere gateways: ${count}.`,
    check:
      "Zolang een gateway stroom heeft, leest ze haar meters af en bewaart ze wat ze afleest tot ze het kan doorsturen. Na te kijken, in deze volgorde:\n1. Heeft ze stroom?\n2. Werkt het internet van het gebouw: router, kabel?\n3. Haar eigen pagina CONFIG zegt onder “Server” wat haar laatste poging opleverde.",
    look: "Hoe het ermee staat:",
    once: "Dit bericht komt één keer. Er volgt een ander wanneer de gateway terug is.",
    turnOff: "U kunt zulke berichten uitschakelen in uw account.",
  },
};
