/** Dialog for a new period. */

import { doors } from "./doors.ts";

export const period = {
  title: (channel: string) => `Nouveau locataire sur CH${channel}`,
  latest: (counterNo: string, time: string) => `Dernier index ${counterNo}, ${time}`,
  unbilled: (counterNo: string, time: string) => `Non facturé, DIFF ${counterNo} depuis le ${time}`,
  when: "Début de la période",
  now: "Maintenant",
  past: "Plus tôt",
  date: "Date",
  time: "Heure",
  index: "Index à ce moment",
  read: "Lire maintenant",
  readOnlyNow: "seulement si la période commence maintenant",
  interpolated: "Calculer entre deux relevés",
  interpolatedOnlyPast: "seulement pour une date passée",
  person: "Saisir d’après l’afficheur",
  typed: (counterNo: string, unit: string) => `Index ${counterNo} sur l’afficheur (${unit})`,
  understood: (quantity: string) => `Compris : ${quantity}`,
  nothingErased: "Rien n’est effacé.",
  effect: (channel: string, seq: string) =>
    `Les colonnes de CH${channel} recommencent à First Init ; l’index du compteur et tout l’historique restent dans le registre (écriture n° ${seq}).`,
  confirm: (channel: string) => `Tapez ${channel} pour confirmer`,
  start: "Commencer la nouvelle période",
  starting: "En cours…",
  done: (channel: string, time: string, seq: string) =>
    `Nouvelle période de CH${channel} depuis ${time}, écriture n° ${seq}.`,
  badDate: "Cette date ou cette heure n’existe pas.",
  doubledHour: "Cette heure existe deux fois ; la première est prise.",
  badIndex: (example: string) => `Écrivez un index, par exemple ${example}.`,
  notConfirmed: "Tapez le numéro du canal.",
  undo: doors.undoPeriod,
  undoTitle: (channel: string) => `Annuler la nouvelle période de CH${channel}`,
  undoEnds: "Cette période n’aura jamais existé",
  undoBack: "Revient, comme si rien ne s’était passé",
  undoSince: (time: string) => `depuis le ${time}`,
  undoOpening: (counterNo: string, quantity: string) => `Index ${counterNo} : ${quantity}`,
  undoEffect:
    "Les mois d’avant reparaissent, les mois clôturés depuis sont recalculés comme révisions. Les séjours terminés par cette période reprennent ; ceux qui ont commencé avec elle sont retirés.",
  undoKept: {
    issued: "Elle ne peut plus être annulée : un document a été émis.",
    "exchange-since": "Elle ne peut plus être annulée : un compteur a été remplacé depuis.",
  },
  undoDeed: "Annuler la nouvelle période",
  undone: (channel: string, time: string) =>
    `La nouvelle période de CH${channel} est annulée ; celle du ${time} continue.`,
  next: "Prochain locataire",
  nextLead: "Il verra ce canal à partir du début de la nouvelle période.",
  nextNone: "À choisir plus tard",
  nextNew: "Inviter une nouvelle personne…",
  nextFailed: "La nouvelle période a commencé, mais pas le séjour :",
};
