/** What is still to be set up, on CONFIG and on an empty COUNTERS page. */

import { doors } from "./doors.ts";

export const setup = {
  title: "À faire",
  done: (done: string, all: string) => `${done} sur ${all}`,
  hide: "Masquer",
  isDone: "(fait)",
  isOpen: "(à faire)",
  byHand: doors.byHand,
  noMeter: doors.noMeter,
  steps: {
    place: { name: "Lieu", how: "Le nom du bâtiment figure sur chaque relevé.", go: "Nommer" },
    lines: {
      name: "Ligne de comptage",
      how: "Le bus RS485, un port P1 ou un courtier MQTT.",
      go: "Ajouter",
    },
    channels: {
      name: "Canaux",
      how: "Un canal par compteur : type, nom, unité.",
      go: doors.search,
    },
    reading: {
      name: "Premier relevé",
      how: "TEST COMM lit tous les compteurs maintenant.",
      go: "Lire",
    },
    time: { name: "Heure", how: "Sans heure juste, aucun mois ne se clôture.", go: "Vérifier" },
    mail: { name: "E-mail", how: "Serveur, destinataire, rapport.", go: "Régler" },
    print: {
      name: "Impression",
      how: "La feuille de l’armoire, une fois tout réglé.",
      go: "Imprimer",
    },
  },
};
