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
  silence: {
    units: ["j", "h", "min"],
    silentSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`} : ${count === 1 ? "la passerelle ne répond plus" : `${count} passerelles ne répondent plus`}`,
    backSubject: (building, count) =>
      `MEGA${building === null ? "" : ` ${building}`} : ${count === 1 ? "la passerelle est de retour" : `${count} passerelles sont de retour`}`,
    silentLine: (gateway, building, last) =>
      `« ${building} » : dernière nouvelle de la passerelle ${gateway} le ${last}.`,
    backLine: (gateway, building, { last, back, lasted }) =>
      `« ${building} » : la passerelle ${gateway} donne à nouveau de ses nouvelles depuis le ${back}. Elle s’était tue pendant ${lasted}, à partir du ${last}.`,
    whole: "Rien n’est perdu : elle a continué à relever ses compteurs et a tout transmis.",
    gap: (from, to) =>
      `Elle a transmis ce qu’elle a relevé. Du ${from} au ${to}, elle n’a rien relevé, par exemple faute de courant : le détail de ces heures n’est pas connu. Les compteurs, eux, ont continué à compter.`,
    catchingUp:
      "Elle transmet encore ce qu’elle a relevé entre-temps ; les chiffres se complètent au fur et à mesure.",
    more: (count) => `Autres passerelles : ${count}.`,
    check:
      "Tant qu’une passerelle a du courant, elle relève ses compteurs et garde ce qu’elle relève jusqu’à pouvoir l’envoyer. À vérifier, dans cet ordre :\n1. A-t-elle du courant ?\n2. L’internet du bâtiment fonctionne-t-il : routeur, câble ?\n3. Sa propre page CONFIG dit sous « Serveur » ce qu’a donné son dernier essai.",
    look: "Où elle en est :",
    once: "Ce message ne vient qu’une fois. Un autre suivra quand la passerelle sera de retour.",
    turnOff: "Vous pouvez désactiver ces messages dans votre compte.",
  },
};
