/** Test boxes: their states, and the steps, facts and advice that reports name. */
export const tests = {
  never: "Nie getestet",
  running: "Test läuft",
  passed: "Bestanden",
  failed: "Fehlgeschlagen",
  stop: "Anhalten",
  toCheck: "Zu prüfen:",
  stepsOf: "Schritte des Tests",
  skipped: "nicht ausgeführt",
  testedAt: (at: string, took: string) => `getestet am ${at}, Dauer ${took}`,
  stepStates: { ok: "bestanden", failed: "fehlgeschlagen", skipped: "nicht ausgeführt" },
  steps: {
    resolve: "Hostname",
    connect: "TCP-Verbindung",
    tls: "TLS",
    login: "Zugang",
  },
  facts: {
    server: "Server",
    certificate: "Zertifikat",
  },
  advice: {
    "check-host": "Prüfen Sie den Namen des Servers und den DNS des Netzwerks.",
    "check-port": "Der Server antwortet nicht auf diesem Port: Port und Firewall prüfen.",
    "check-login": "Prüfen Sie Benutzer und Passwort.",
  },
};
