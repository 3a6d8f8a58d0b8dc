/** This gateway's page, seen through its server. */
export const tunnel = {
  on: "Laisser voir cette page depuis le serveur",
  hint: "Le gestionnaire et l’installateur du bâtiment peuvent alors l’ouvrir au portail, quinze minutes à la fois. Le mot de passe d’ici reste demandé. Cela ne se règle qu’ici.",
  title: "Cette page est ouverte depuis le serveur",
  who: (who: string, since: string, until: string) =>
    `${who}, depuis ${since} ; jusqu’à ${until} au plus tard.`,
  close: "Fermer l’accès",
  closed: "L’accès depuis le serveur est fermé.",
};
