/** Frame of every page. */
export const shell = {
  skip: "Zum Inhalt",
  pages: "Seiten",
  counters: "Zählerstände",
  language: "Sprache",
  themeAuto: "automatisch",
  themeLight: "hell",
  themeDark: "dunkel",
  themeButton: (theme: string) => `Farbschema: ${theme}. Ändern`,
  notices: "Hinweise",
  demoWord: "DEMO",
  demo: "DEMO: erfundene Zahlen, kein echter Zähler.",
  loopback: "Dieses Gateway antwortet nur diesem Rechner.",
  close: "Schließen",
  cancel: "Abbrechen",
  retry: "Erneut versuchen",
  loading: "Wird geladen…",
  offline: (time: string) => `Keine Verbindung zu MEGA. Daten von ${time}.`,
  offlineEmpty: "Keine Verbindung zu MEGA.",
  back: "Verbindung wiederhergestellt, Daten aktuell.",
  failed: "Die Anfrage ist fehlgeschlagen.",
  notFound: "Diese Seite gibt es nicht.",
  notFoundBack: "Zurück zu den Zählerständen",
  clockUnsynchronised:
    "Uhr nicht synchronisiert: Ablesungen bleiben erhalten, Monate können nicht abgeschlossen werden.",
  clockHolding: "Die Uhr hat keine Zeitquelle mehr und läuft allein weiter.",
  clockRepair: "Die Uhr wird gerade berichtigt.",
  storageDamaged:
    "Das Hauptbuch ist beschädigt: Monate werden nicht mehr abgeschlossen. Behalten Sie das Gerät und holen Sie Hilfe.",
  storageFailing: (rounds: string) =>
    `Die Festplatte nimmt die Ablesungen nicht an; wartende Rundgänge: ${rounds}. Die Seiten zeigen, was gespeichert ist.`,
};
