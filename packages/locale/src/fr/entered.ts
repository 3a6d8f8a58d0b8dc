/** The index of a meter without a bus, typed by a person. */

import { doors } from "./doors.ts";

export const entered = {
  open: doors.enterIndex,
  chHint: doors.enterHint,
  title: (channel: string) => `Index de CH${channel}`,
  awaited: (month: string) => `L’index de la fin de ${month} est attendu.`,
  waiting: doors.toEnter,
  index: (counter: string, unit: string) => `Index lu, ${counter} (${unit})`,
  latest: (index: string, time: string) => `Dernier index : ${index}, ${time}`,
  first: "Premier index : la période commence ici.",
  readAt: "Lu sur l’afficheur le",
  after: (time: string) => `Après le ${time}`,
  check: "Le contrôle apparaît dès que l’index est saisi.",
  since: (amount: string) => `${amount} depuis le dernier index`,
  plausible: "plausible",
  sure: "J’ai regardé une seconde fois : l’index est exact.",
  note: "Remarque (facultatif)",
  enter: "Enregistrer l’index",
  entering: "En cours…",
  done: (channel: string) => `Index de CH${channel} enregistré.`,
};
