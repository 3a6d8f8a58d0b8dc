/** The server that keeps a copy of what the gateway has. */
export const server = {
  title: "Server",
  note: "Eine Kopie außerhalb des Gebäudes; Zugang aus der Ferne",
  on: "Eine Kopie an den Server senden",
  url: "Adresse des Servers",
  urlHint: "https://; http:// nur im lokalen Netz",
  jitter: "Verteilung, in Sekunden",
  jitterHint: "Spätestens nach dieser Zeit wird gesendet",
  pipe: "Über einen MQTT-Broker senden",
  pipeUrl: "Broker zum Server",
  pipeHint: "Er kann nichts lesen und nichts ändern; HTTPS bleibt daneben",
  pipeUserHint: "Leer: die Nummer des Gateways beim Server",
  status: "Zustand",
  saveFirst: "Erst speichern: Der Zustand ist der des Gespeicherten.",
  states: {
    off: "aus",
    "not-enrolled": "nicht gekoppelt",
    "waiting-for-code": "wartet, bis der Code verwendet ist",
    connecting: "wird verbunden",
    connected: "verbunden",
    silent: "keine gültige Antwort",
    refused: "angehalten",
  },
  building: (name: string) => `Gekoppelt mit ${name}`,
  lastUpload: (time: string) => `Zuletzt gesendet am ${time}`,
  neverUploaded: "Noch nichts gesendet",
  allSent: "Alles ist gesendet",
  waiting: (count: string) => `Wartende Buchungen: ${count}`,
  waitingSince: (count: string, time: string) =>
    `Wartende Buchungen: ${count}, die älteste vom ${time}`,
  silentSince: (time: string) => `Keine Antwort seit ${time}`,
  nextTry: (time: string) => `Nächster Versuch am ${time}`,
  codeTitle: "Code zur Kopplung",
  codeLead: "Geben Sie diesen Code dem Verwalter; er gibt ihn am Server für sein Gebäude ein.",
  codeUntil: (time: string, left: string) => `Gültig bis ${time} (noch ${left})`,
  noCode: "Kein Code gilt. Fordern Sie einen an, um dieses Gateway zu koppeln.",
  newCode: "Code anfordern",
  askingCode: "Code wird angefordert…",
  uploadNow: "Jetzt senden",
  leave: "Den Server verlassen",
  leaveNote:
    "Wenn Sie ihn verlassen, bleibt dort, was er schon hat, und es wird nichts mehr gesendet.",
  left: "Der Server ist verlassen.",
  asked: "Das Senden hat begonnen.",
  ownHash: "Fingerabdruck hier",
  serverHash: "Fingerabdruck des Servers",
  entry: (no: string) => `Buchung ${no}`,
  refusals: {
    forked:
      "Der Server hat eine andere Buchung unter dieser Nummer. Es wird nichts mehr gesendet: Rufen Sie den Installateur.",
    "other-ledger":
      "Der Server hat ein anderes Hauptbuch unter dem Namen dieses Gateways. Es wird nichts mehr gesendet.",
    ahead:
      "Der Server behauptet, Buchungen zu haben, die hier nie gemacht wurden. Es wird nichts mehr gesendet.",
    replaced:
      "Ein anderes Gateway hat den Platz von diesem eingenommen. Es behält seine Ablesungen und sendet nichts mehr.",
    revoked:
      "Der Server nimmt dieses Gateway nicht mehr an. Verlassen Sie ihn und koppeln Sie es neu.",
  },
  faults: {
    unreachable: "Der Server ist nicht erreichbar.",
    certificate: "Das Zertifikat des Servers ist nicht gültig.",
    timeout: "Der Server hat nicht rechtzeitig geantwortet.",
    answer: "Diese Antwort ist nicht die eines MEGA-Servers.",
    status: "Der Server hat die Anfrage abgelehnt.",
    ledger: "Eine Buchung hier ist beschädigt; sie wird nicht gesendet.",
  },
};
