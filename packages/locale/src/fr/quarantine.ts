/** What waits in the quarantine, and what a person says about it. */

import { doors } from "./doors.ts";

export const quarantine = {
  title: doors.pages.quarantine,
  lead: "Un relevé douteux attend ici. Il ne compte pas avant qu’une personne décide ; entre-temps rien ne se perd.",
  nothing: "Rien n’attend.",
  waits: (count: string, time: string) => `${count} relevés attendent depuis le ${time}.`,
  waitsOne: (time: string) => `Un relevé attend depuis le ${time}.`,
  declared: "Numéro de série connu",
  lastAccepted: "Dernier accepté",
  first: "Premier en attente",
  last: "Dernier en attente",
  serial: (serial: string) => `numéro de série ${serial}`,
  reasons: {
    fell: "L’index est plus bas qu’avant : compteur remplacé, compteur remis à zéro ou lecture erronée.",
    "rose-beyond-rating":
      "L’index a monté plus que possible : lecture perturbée ou compteur remplacé.",
    "serial-changed": "Le compteur donne un autre numéro de série : il a sans doute été remplacé.",
    sentinel: "La valeur ressemble à celle d’un compteur qui n’en a pas.",
    "possible-rollover":
      "Un retour à zéro après le maximum est possible, mais plus loin que ce qui a pu passer.",
  },
  actions: {
    release: "Accepter…",
    discard: "Écarter…",
    rollover: "Retour à zéro après le maximum…",
  },
  titles: {
    release: (channel: string) => `Accepter des relevés de CH${channel}`,
    discard: (channel: string) => `Écarter des relevés de CH${channel}`,
    rollover: (channel: string) => `Retour à zéro du compteur de CH${channel}`,
  },
  effects: {
    release:
      "Les relevés en attente comptent désormais. Les mois clôturés qui en dépendent sont clôturés à nouveau.",
    discard:
      "Les relevés en attente ne comptent jamais. Ils restent dans le registre ; le prochain relevé est jugé comme avant.",
    rollover:
      "Le compteur est reparti de 0 après son maximum ; ce qui attend compte désormais, dans la mesure du plausible.",
  },
  noUndo: "Une décision ne s’annule pas ; une correction est une écriture de plus.",
  why: "Raison (3 à 200 caractères, sans noms)",
  decide: "Décider",
  deciding: "En cours…",
  done: (channel: string, decided: string, waiting: string, seq: string) =>
    `CH${channel} : ${decided} décidés, ${waiting} encore en attente, écriture n° ${seq}.`,
};
