/** Dialog for a meter exchange, and exchanges of the past. */
export const exchange = {
  open: "Compteur remplacé…",
  title: (channel: string) => `Remplacement du compteur de CH${channel}`,
  kind: "Ce qui s’est passé",
  exchanged: "Un autre compteur a été posé",
  setBack: "Le même compteur, remis à zéro",
  legend: "Moment du remplacement",
  between: (after: string, until: string) => `Après le ${after}, au plus tard le ${until}`,
  until: (until: string) => `Au plus tard le ${until}`,
  oldSerial: "Numéro de série de l’ancien compteur",
  newSerial: "Numéro de série du nouveau compteur",
  oldEnd: (counter: string, unit: string) => `Ancien compteur, dernier index ${counter} (${unit})`,
  newStart: (counter: string, unit: string) =>
    `Nouveau compteur, premier index ${counter} (${unit})`,
  endBefore: (counter: string, unit: string) => `Dernier index avant, ${counter} (${unit})`,
  startAfter: (counter: string, unit: string) => `Premier index après, ${counter} (${unit})`,
  latest: (index: string, time: string) => `Dernier accepté : ${index}, ${time}`,
  first: (index: string, time: string) => `Premier relevé depuis : ${index}, ${time}`,
  month: (month: string) => `Consommation de ${month}`,
  noSerial: "compteur sans numéro de série",
  sum: "Somme",
  notWhole: "Le mois n’est pas encore entier.",
  preview: "L’aperçu apparaît dès que le moment et les index sont donnés.",
  waiting: (accepted: string, left: string) =>
    `Relevés en attente qui compteront : ${accepted} ; qui attendront encore : ${left}.`,
  effect: (channels: string) =>
    `Tous les canaux du compteur suivent : ${channels}. Rien n’est effacé.`,
  noUndo: "Un remplacement ne s’annule pas : comparez avec le procès-verbal.",
  record: "Enregistrer le remplacement",
  recording: "En cours…",
  done: (channel: string, accepted: string, seq: string) =>
    `Remplacement de CH${channel} enregistré, ${accepted} relevés comptent désormais, écriture n° ${seq}.`,
  past: "Compteurs remplacés",
  pastSetBack: "Compteur remis à zéro",
};
