/** The gateway's own page, seen through the server. */

export const tunnel = {
  title: "Page de la passerelle",
  lead: "La page de la passerelle elle-même, dans un autre onglet, quinze minutes au plus. Il faut s’y connecter avec un accès de la passerelle.",
  open: "Ouvrir l’accès",
  asking: "La passerelle est appelée. Cela prend une minute au plus.",
  enter: "Aller à la page",
  until: (time: string) => `Ouvert jusqu’à ${time}.`,
  other: (name: string) => `${name} a ouvert l’accès.`,
  close: "Fermer l’accès",
  closed: "L’accès est fermé.",
  off: "Ce serveur n’ouvre pas la page des passerelles.",
  blocked: "Le navigateur n’a pas ouvert d’onglet. Autorisez-le pour ce site.",
  ends: {
    unanswered: "La passerelle n’a pas répondu dans la minute.",
    refused:
      "La passerelle a refusé : son propriétaire n’autorise pas cet accès (Config, Serveur), ou personne n’en a encore pris possession.",
    time: "Les quinze minutes sont passées.",
    idle: "L’accès a été fermé : plus rien n’était demandé.",
    portal: "L’accès a été fermé ici.",
    gateway: "L’accès a été fermé à la passerelle.",
    "switched-off": "La passerelle n’autorise plus cet accès.",
    session: "L’accès a fini avec la session.",
    right: "Le droit sur cette passerelle a pris fin.",
    stopping: "Le serveur ou la passerelle redémarre.",
    breach: "La connexion n’était pas celle d’une passerelle.",
    lost: "La connexion à la passerelle s’est perdue.",
  },
};
