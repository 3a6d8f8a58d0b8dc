/** This gateway's page, seen through its server. */
export const tunnel = {
  on: "Diese Seite vom Server aus zeigen lassen",
  hint: "Verwalter und Installateur des Gebäudes können sie dann im Portal öffnen, jeweils fünfzehn Minuten. Das hiesige Passwort bleibt nötig. Eingestellt wird das nur hier.",
  title: "Diese Seite ist vom Server aus geöffnet",
  who: (who: string, since: string, until: string) =>
    `${who}, seit ${since}; spätestens bis ${until}.`,
  close: "Zugang schließen",
  closed: "Der Zugang vom Server aus ist geschlossen.",
};
