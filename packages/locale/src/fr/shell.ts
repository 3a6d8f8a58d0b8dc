/** Frame of every page. */
export const shell = {
  skip: "Aller au contenu",
  pages: "Pages",
  counters: "Compteurs",
  language: "Langue",
  themeAuto: "automatique",
  themeLight: "clair",
  themeDark: "sombre",
  themeButton: (theme: string) => `Thème : ${theme}. Changer`,
  notices: "Avis",
  demoWord: "DÉMO",
  demo: "DÉMO : chiffres inventés, aucun compteur réel.",
  loopback: "Cette passerelle ne répond qu’à cette machine.",
  close: "Fermer",
  cancel: "Annuler",
  retry: "Réessayer",
  loading: "Chargement…",
  offline: (time: string) => `Pas de connexion avec MEGA. Données de ${time}.`,
  offlineEmpty: "Pas de connexion avec MEGA.",
  back: "Connexion rétablie, données à jour.",
  failed: "La demande a échoué.",
  notFound: "Cette page n’existe pas.",
  notFoundBack: "Retour aux compteurs",
  clockUnsynchronised:
    "Horloge non synchronisée : les relevés sont conservés, les mois ne peuvent pas être clôturés.",
  clockHolding: "L’horloge n’a plus de source de temps et continue seule.",
  clockRepair: "L’horloge est en cours de correction.",
  storageDamaged:
    "Le registre est endommagé : plus aucun mois n’est clôturé. Gardez l’appareil et demandez de l’aide.",
  storageFailing: (rounds: string) =>
    `Le disque n’accepte pas les relevés ; tournées en attente : ${rounds}. Les pages montrent ce qui est enregistré.`,
};
