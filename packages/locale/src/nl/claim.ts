/** First run, lost password, and the first visit of somebody who was invited. */

import { doors } from "./doors.ts";

export const claim = {
  title: doors.pages.claim,
  welcome: doors.pages.welcome,
  lead: "Dit toestel heeft nog geen eigenaar. Drie antwoorden, dan de configuratie.",
  proof: "U staat voor het toestel",
  byCode: "Ik heb de installatiecode",
  byButton: "Ik kan op PRG drukken",
  code: "Installatiecode",
  codeHint: "16 tekens, op het etiket, op de console of met “mega setup-code”.",
  codeMore: (count: string) => `Ontbrekende tekens: ${count}.`,
  codeLong: (count: string) => `Tekens te veel: ${count}.`,
  codeWrong: (character: string) => `“${character}” komt in geen enkele code voor.`,
  codeWhole: "De vorm klopt.",
  pressButton: "Druk één seconde op PRG. Deze pagina ziet het vanzelf.",
  buttonPressed: (minutes: string) => `PRG is gezien: nog ${minutes} min om af te ronden.`,
  buttonWhere: "De knop PRG zit rechts van de poort ETH; hij bewijst dat u voor het toestel staat.",
  front: "Voorkant van de MEGA: de knop PRG zit rechts van de poort ETH.",
  ownName: "Uw aanmeldnaam",
  ownNameHint: "2 tot 40 letters of cijfers; binnenin ook spatie . _ @ + -",
  ownNameBad: "Letters en cijfers, binnenin ook spatie . _ @ + -; 2 tot 40 tekens.",
  ownPassword: "Uw wachtwoord",
  take: "In bezit nemen",
  taking: "Bezig…",
  doneTitle: "De gateway is van u.",
  doneLead: "De code is opgebruikt. Nu het gebouw, de bussen en de kanalen.",
  toConfig: "De gateway configureren",
  toCounters: "Naar de meterstanden",
  fingerprint: "Vingerafdruk van het certificaat",
  fingerprintHow:
    "Open de gegevens van het certificaat in de browser (het slotje) en vergelijk: de SHA-256-vingerafdruk is daar teken voor teken dezelfde, anders zit er iemand tussen u en het toestel.",
  lostTitle: doors.pages.lost,
  lostLead:
    "Bewijs dat u voor het toestel staat en kies een nieuwe naam en een nieuw wachtwoord als eigenaar.",
  lostKept:
    "Aflezingen, grootboek en logboek blijven zoals ze zijn; het grootboek noteert de vernieuwing. Andere accounts blijven, alle sessies worden gesloten.",
  lostCode: "“mega setup-code” op het toestel geeft een code die een uur geldt.",
  reset: "Toegang vernieuwen",
  backToLogin: "Terug naar aanmelden",
  invited: (name: string) => `Dag ${name}.`,
  invitedLead: (location: string, role: string) =>
    `U bent uitgenodigd bij ${location}, als ${role}. Kies uw wachtwoord; alleen u zult het kennen.`,
  accept: "Beginnen",
  invitationGone: "Deze uitnodiging geldt niet meer.",
  invitationGoneLead:
    "Een uitnodiging dient één keer en geldt zeven dagen. Vraag een andere aan wie ze u stuurde.",
};
