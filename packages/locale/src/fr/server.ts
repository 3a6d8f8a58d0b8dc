/** The server that keeps a copy of what the gateway has. */
export const server = {
  title: "Serveur",
  note: "Une copie hors du bâtiment ; l’accès à distance",
  on: "Envoyer une copie au serveur",
  url: "Adresse du serveur",
  urlHint: "https:// ; http:// sur le réseau local seulement",
  jitter: "Étalement, en secondes",
  jitterHint: "Envoi au plus tard après ce temps",
  status: "État",
  saveFirst: "Enregistrez d’abord : l’état est celui de ce qui est enregistré.",
  states: {
    off: "coupé",
    "not-enrolled": "pas rattachée",
    "waiting-for-code": "attend que le code soit utilisé",
    connecting: "connexion en cours",
    connected: "connecté",
    silent: "pas de réponse valable",
    refused: "arrêté",
  },
  building: (name: string) => `Rattachée à ${name}`,
  lastUpload: (time: string) => `Dernier envoi le ${time}`,
  neverUploaded: "Encore rien d’envoyé",
  allSent: "Tout est envoyé",
  waiting: (count: string) => `Écritures en attente : ${count}`,
  waitingSince: (count: string, time: string) =>
    `Écritures en attente : ${count}, la plus ancienne du ${time}`,
  silentSince: (time: string) => `Sans réponse depuis le ${time}`,
  nextTry: (time: string) => `Prochain essai le ${time}`,
  codeTitle: "Code de rattachement",
  codeLead: "Donnez ce code au gestionnaire ; il le saisit sur le serveur pour son bâtiment.",
  codeUntil: (time: string, left: string) => `Valable jusqu’à ${time} (encore ${left})`,
  noCode: "Pas de code en cours. Demandez-en un pour rattacher cette passerelle.",
  newCode: "Demander un code",
  askingCode: "Demande en cours…",
  uploadNow: "Envoyer maintenant",
  leave: "Quitter le serveur",
  leaveNote: "Si vous le quittez, ce que le serveur a déjà y reste et plus rien n’est envoyé.",
  left: "Le serveur est quitté.",
  asked: "L’envoi a commencé.",
  ownHash: "Empreinte ici",
  serverHash: "Empreinte du serveur",
  entry: (no: string) => `Écriture ${no}`,
  refusals: {
    forked:
      "Le serveur a une autre écriture sous ce numéro. Rien n’est plus envoyé : appelez l’installateur.",
    "other-ledger":
      "Le serveur a un autre registre sous le nom de cette passerelle. Rien n’est plus envoyé.",
    ahead:
      "Le serveur dit avoir des écritures qui n’ont jamais été faites ici. Rien n’est plus envoyé.",
    replaced:
      "Une autre passerelle a pris la place de celle-ci. Elle garde ses relevés et n’envoie plus rien.",
    revoked:
      "Le serveur n’accepte plus cette passerelle. Quittez-le, puis rattachez-la de nouveau.",
  },
  faults: {
    unreachable: "Le serveur est injoignable.",
    certificate: "Le certificat du serveur n’est pas valable.",
    timeout: "Le serveur n’a pas répondu à temps.",
    answer: "Cette réponse n’est pas celle d’un serveur MEGA.",
    status: "Le serveur a refusé la demande.",
    ledger: "Une écriture d’ici est abîmée ; elle n’est pas envoyée.",
  },
};
