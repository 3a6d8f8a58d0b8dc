/** Dialog for a new period. */

import { doors } from "./doors.ts";

export const period = {
  title: (channel: string) => `Nieuwe huurder op CH${channel}`,
  latest: (counterNo: string, time: string) => `Laatste stand ${counterNo}, ${time}`,
  unbilled: (counterNo: string, time: string) =>
    `Niet gefactureerd, DIFF ${counterNo} sinds ${time}`,
  when: "Begin van de periode",
  now: "Nu",
  past: "Eerder",
  date: "Datum",
  time: "Uur",
  index: "Stand op dat moment",
  read: "Nu aflezen",
  readOnlyNow: "alleen als de periode nu begint",
  interpolated: "Berekenen tussen twee aflezingen",
  interpolatedOnlyPast: "alleen voor een datum in het verleden",
  person: "Invoeren volgens het display",
  typed: (counterNo: string, unit: string) => `Stand ${counterNo} op het display (${unit})`,
  understood: (quantity: string) => `Begrepen: ${quantity}`,
  nothingErased: "Niets wordt gewist.",
  effect: (channel: string, seq: string) =>
    `De kolommen van CH${channel} beginnen opnieuw bij First Init; de stand van de meter en alle historiek blijven in het grootboek (boeking nr. ${seq}).`,
  confirm: (channel: string) => `Typ ${channel} om te bevestigen`,
  start: "De nieuwe periode beginnen",
  starting: "Bezig…",
  done: (channel: string, time: string, seq: string) =>
    `Nieuwe periode van CH${channel} sinds ${time}, boeking nr. ${seq}.`,
  badDate: "Deze datum of dit uur bestaat niet.",
  doubledHour: "Dit uur bestaat twee keer; het eerste wordt genomen.",
  badIndex: (example: string) => `Schrijf een stand, bijvoorbeeld ${example}.`,
  notConfirmed: "Typ het nummer van het kanaal.",
  undo: doors.undoPeriod,
  undoTitle: (channel: string) => `Nieuwe periode van CH${channel} terugdraaien`,
  undoEnds: "Deze periode heeft dan nooit bestaan",
  undoBack: "Komt terug, alsof er niets was gebeurd",
  undoSince: (time: string) => `sinds ${time}`,
  undoOpening: (counterNo: string, quantity: string) => `Stand ${counterNo}: ${quantity}`,
  undoEffect:
    "De maanden ervoor verschijnen weer, sindsdien afgesloten maanden worden als revisie opnieuw berekend. Verblijven die met deze periode eindigden lopen door; die ermee begonnen, verdwijnen.",
  undoKept: {
    issued: "Ze kan niet meer worden teruggedraaid: er is een document uitgegeven.",
    "exchange-since": "Ze kan niet meer worden teruggedraaid: er is sindsdien een meter vervangen.",
  },
  undoDeed: "Periode terugdraaien",
  undone: (channel: string, time: string) =>
    `De nieuwe periode van CH${channel} is teruggedraaid; die van ${time} loopt door.`,
  next: "Volgende huurder",
  nextLead: "Hij ziet dit kanaal vanaf het begin van de nieuwe periode.",
  nextNone: "Later te kiezen",
  nextNew: "Iemand nieuw uitnodigen…",
  nextFailed: "De nieuwe periode is begonnen, het verblijf nog niet:",
};
