/** Test boxes: their states, and the steps, facts and advice that reports name. */
export const tests = {
  never: "Nooit getest",
  running: "Test loopt",
  passed: "Geslaagd",
  failed: "Mislukt",
  stop: "Stoppen",
  toCheck: "Na te kijken:",
  stepsOf: "Stappen van de test",
  skipped: "niet gedaan",
  testedAt: (at: string, took: string) => `getest op ${at}, duur ${took}`,
  stepStates: { ok: "geslaagd", failed: "mislukt", skipped: "niet gedaan" },
  steps: {
    resolve: "Hostnaam",
    connect: "TCP-verbinding",
    tls: "TLS",
    login: "Toegang",
  },
  facts: {
    server: "Server",
    certificate: "Certificaat",
  },
  advice: {
    "check-host": "Controleer de naam van de server en de DNS van het netwerk.",
    "check-port": "De server antwoordt niet op deze poort: controleer de poort en de firewall.",
    "check-login": "Controleer de gebruiker en het wachtwoord.",
  },
};
