/** What waits in the quarantine, and what a person says about it. */

import { doors } from "./doors.ts";

export const quarantine = {
  title: doors.pages.quarantine,
  lead: "Een twijfelachtige aflezing wacht hier. Ze telt niet voordat een persoon beslist; intussen gaat niets verloren.",
  nothing: "Er wacht niets.",
  waits: (count: string, time: string) => `${count} aflezingen wachten sinds ${time}.`,
  waitsOne: (time: string) => `Eén aflezing wacht sinds ${time}.`,
  declared: "Bekend serienummer",
  lastAccepted: "Laatst aanvaard",
  first: "Eerste wachtende",
  last: "Laatste wachtende",
  serial: (serial: string) => `serienummer ${serial}`,
  reasons: {
    fell: "De stand is lager dan voorheen: meter vervangen, teller op nul gezet of verkeerd afgelezen.",
    "rose-beyond-rating":
      "De stand steeg meer dan mogelijk: gestoorde aflezing of meter vervangen.",
    "serial-changed": "De meter geeft een ander serienummer: hij werd waarschijnlijk vervangen.",
    sentinel: "De waarde lijkt op die van een meter die er geen heeft.",
    "possible-rollover":
      "Een nuldoorgang na het maximum is mogelijk, maar verder dan er kan zijn verbruikt.",
  },
  actions: {
    release: "Aanvaarden…",
    discard: "Verwerpen…",
    rollover: "Nuldoorgang na het maximum…",
  },
  titles: {
    release: (channel: string) => `Aflezingen van CH${channel} aanvaarden`,
    discard: (channel: string) => `Aflezingen van CH${channel} verwerpen`,
    rollover: (channel: string) => `Nuldoorgang van de teller van CH${channel}`,
  },
  effects: {
    release:
      "De wachtende aflezingen tellen vanaf nu. Afgesloten maanden die erop steunen worden opnieuw afgesloten.",
    discard:
      "De wachtende aflezingen tellen nooit. Ze blijven in het grootboek; de volgende aflezing wordt beoordeeld zoals voorheen.",
    rollover:
      "De teller ging na zijn maximum verder vanaf 0; wat wacht telt vanaf nu, voor zover aannemelijk.",
  },
  noUndo: "Een beslissing wordt niet ongedaan gemaakt; een verbetering is een verdere boeking.",
  why: "Reden (3 tot 200 tekens, geen namen)",
  decide: "Beslissen",
  deciding: "Bezig…",
  done: (channel: string, decided: string, waiting: string, seq: string) =>
    `CH${channel}: ${decided} beslist, ${waiting} wachten nog, boeking nr. ${seq}.`,
};
