/** What a tenant sees of his own. */

import { doors } from "./doors.ts";

export const tenant = {
  title: doors.pages.tenant,
  hello: (name: string) => `Bonjour ${name}`,
  month: (medium: string, month: string) => `${medium}, ${month}`,
  until: (time: string) => `jusqu’au ${time}`,
  nothing: "Aucun compteur ne vous est attribué pour le moment.",
  notYet: "Pas encore de relevé pour ce mois.",
  lastMonth: "Mois précédent",
  lastYear: "Même mois, un an plus tôt",
  noCompare:
    "Pas de comparaison : ce mois court encore, ou l’autre n’est pas entier dans votre séjour.",
  bars: (count: string) => `${count} mois, par mois`,
  index: "Index",
  more: (channel: string) => `Détail de CH${channel}`,
  months: "Mes mois en chiffres",
  downloads: "Mes données",
  hourly: "Détail par heure",
  hourlyLead:
    "Éteint, personne n’y voit vos heures. Allumé, vous seul les voyez ; vous pouvez l’éteindre à tout moment.",
  hourlyOn: "Le détail par heure est allumé.",
  hourlyOff: "Le détail par heure est éteint.",
  printed: "Chiffres tels qu’imprimés, jamais arrondis. « — » : pas de relevé.",
};
