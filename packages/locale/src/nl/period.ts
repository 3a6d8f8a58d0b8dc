/** Dialog for a new period. */
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
};
