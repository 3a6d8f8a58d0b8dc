/** This gateway's page, seen through its server. */
export const tunnel = {
  on: "Deze pagina vanaf de server laten zien",
  hint: "De beheerder en de installateur van het gebouw kunnen ze dan op het portaal openen, telkens vijftien minuten. Het wachtwoord van hier blijft nodig. Dit wordt alleen hier ingesteld.",
  title: "Deze pagina is vanaf de server geopend",
  who: (who: string, since: string, until: string) =>
    `${who}, sinds ${since}; uiterlijk tot ${until}.`,
  close: "Toegang sluiten",
  closed: "De toegang vanaf de server is gesloten.",
};
