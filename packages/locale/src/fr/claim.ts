/** First run, lost password, and the first visit of somebody who was invited. */

import { doors } from "./doors.ts";

export const claim = {
  title: doors.pages.claim,
  welcome: doors.pages.welcome,
  lead: "Cet appareil n’a pas encore de propriétaire. Trois réponses, puis la configuration.",
  proof: "Vous êtes devant l’appareil",
  byCode: "J’ai le code d’installation",
  byButton: "Je peux appuyer sur PRG",
  code: "Code d’installation",
  codeHint: "16 caractères, sur l’étiquette, à la console ou par « mega setup-code ».",
  codeMore: (count: string) => `Caractères manquants : ${count}.`,
  codeLong: (count: string) => `Caractères en trop : ${count}.`,
  codeWrong: (character: string) => `« ${character} » n’existe dans aucun code.`,
  codeWhole: "La forme est bonne.",
  pressButton: "Appuyez une seconde sur PRG. Cette page le voit d’elle-même.",
  buttonPressed: (minutes: string) => `PRG a été vu : encore ${minutes} min pour terminer.`,
  buttonWhere:
    "Le bouton PRG est à droite du port ETH ; il prouve que vous êtes devant l’appareil.",
  front: "Façade du MEGA : le bouton PRG est à droite du port ETH.",
  ownName: "Votre nom de connexion",
  ownNameHint: "2 à 40 lettres ou chiffres ; à l’intérieur aussi espace . _ @ + -",
  ownNameBad: "Lettres et chiffres, à l’intérieur aussi espace . _ @ + - ; 2 à 40 caractères.",
  ownPassword: "Votre mot de passe",
  take: "Prendre possession",
  taking: "En cours…",
  doneTitle: "La passerelle est à vous.",
  doneLead: "Le code est épuisé. Suite : le bâtiment, les bus et les canaux.",
  toConfig: "Configurer la passerelle",
  toCounters: "Aller aux compteurs",
  fingerprint: "Empreinte du certificat",
  fingerprintHow:
    "Ouvrez les détails du certificat dans le navigateur (le cadenas) et comparez : l’empreinte SHA-256 y est la même, signe par signe, sinon quelqu’un est entre vous et l’appareil.",
  lostTitle: doors.pages.lost,
  lostLead:
    "Prouvez que vous êtes devant l’appareil, puis choisissez un nouveau nom et un nouveau mot de passe de propriétaire.",
  lostKept:
    "Relevés, registre et journal restent tels quels ; le registre note la remise à neuf. Les autres comptes restent, toutes les sessions se ferment.",
  lostCode: "« mega setup-code » sur l’appareil donne un code valable une heure.",
  reset: "Remettre l’accès à neuf",
  backToLogin: "Retour à la connexion",
  invited: (name: string) => `Bonjour ${name}.`,
  invitedLead: (location: string, role: string) =>
    `Vous êtes invité à ${location}, comme ${role}. Choisissez votre mot de passe ; vous seul le connaîtrez.`,
  accept: "Commencer",
  invitationGone: "Cette invitation n’est plus valable.",
  invitationGoneLead:
    "Une invitation sert une fois et vaut sept jours. Demandez-en une autre à qui vous l’a envoyée.",
};
