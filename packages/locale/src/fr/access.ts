/** Logging in and out, the password beside a change, the own account. */

export const access = {
  roles: {
    owner: "propriétaire",
    installer: "installateur",
    manager: "gestionnaire",
    tenant: "locataire",
    integrator: "intégrateur",
  },
  login: "Connexion",
  logIn: "Se connecter",
  loggingIn: "Connexion…",
  name: "Nom",
  password: "Mot de passe",
  show: "Voir",
  hide: "Masquer",
  lost: "Mot de passe perdu",
  again: "Votre session a pris fin",
  againLead: "Connectez-vous pour continuer. Ce que vous avez saisi est encore là.",
  own: "Votre mot de passe",
  confirmLead: (name: string) =>
    `Tapez votre mot de passe, ${name}, pour confirmer cette modification.`,
  confirm: "Confirmer",
  confirming: "Vérification…",
  notConfirmed: "Rien n’a été changé : le mot de passe n’a pas été donné.",
  menu: (name: string) => `Compte : ${name}`,
  changePassword: "Changer de mot de passe",
  oldPassword: "Mot de passe actuel",
  newPassword: "Nouveau mot de passe",
  passwordRule: (count: string) =>
    `${count} caractères ou plus. Coller est permis. Aucun mot de passe d’usine n’existe.`,
  passwordShort: (count: string) => `Caractères manquants : ${count}.`,
  passwordEnough: "Assez long.",
  save: "Enregistrer",
  saving: "En cours…",
  passwordChanged: "Votre mot de passe est changé ; vos autres sessions sont fermées.",
  logOut: "Se déconnecter",
  endsAt: (time: string) => `Sans action de votre part, votre session prend fin à ${time}.`,
  stay: "Rester connecté",
  stayed: "Vous restez connecté.",
  plain:
    "Cette liaison n’est pas chiffrée : qui est sur le même réseau peut lire ce que vous tapez.",
  universalTried: (count: string, time: string) =>
    `Le mot de passe universel de la notice a été essayé ici : ${count} fois, en dernier le ${time}. Il n’ouvre rien.`,
  more: "Plus",
};
