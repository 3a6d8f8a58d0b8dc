import type { LetterWords } from "./letter-words.ts";

export const fr: LetterWords = {
  greeting: (name) => `Bonjour ${name},`,
  invitation: (building, by) => ({
    subject: `Votre accès MEGA${building === null ? "" : ` : ${building}`}`,
    body: `${by ?? "Votre gestionnaire"} vous ouvre un accès aux compteurs${building === null ? "" : ` de « ${building} »`}.`,
  }),
  chooseBefore: (day) => `Choisissez votre mot de passe avant le ${day} :`,
  reset: {
    subject: "Votre mot de passe MEGA",
    body: "Quelqu’un a demandé un nouveau mot de passe pour cette adresse.",
  },
  chooseWithinTheHour: "Choisissez-le dans l’heure :",
  restoreAsked: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building} : une passerelle veut en remplacer une autre`,
    body: `À « ${building} », la passerelle ${newMac} demande à prendre la place de ${oldMac}. Confirmez-la avec le code qu’elle affiche, si c’est vous qui la remplacez. Sinon, ne faites rien tant que l’ancienne fonctionne, et demandez sur place.`,
  }),
  restoreGranted: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building} : une passerelle a été remplacée`,
    body: `À « ${building} », la passerelle ${newMac} a pris la place de ${oldMac} avec ses relevés et sa configuration. Pendant 24 heures, ce remplacement peut être annulé.`,
  }),
  restoreUndone: ({ building, oldMac, newMac }) => ({
    subject: `MEGA ${building} : le remplacement est annulé`,
    body: `À « ${building} », la passerelle ${oldMac} a repris sa place ; ${newMac} n’y a plus accès.`,
  }),
  ignore: "Si vous n’attendiez pas ce message, ignorez-le : rien ne change.",
};
