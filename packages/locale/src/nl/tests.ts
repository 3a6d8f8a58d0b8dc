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
    greeting: "Begroeting van de server",
    "mail-from": "Afzender",
    rcpt: "Ontvanger",
    data: "Testbericht",
  },
  facts: {
    server: "Server",
    certificate: "Certificaat",
  },
  advice: {
    "check-host": "Controleer de naam van de server en de DNS van het netwerk.",
    "check-port": "De server antwoordt niet op deze poort: controleer de poort en de firewall.",
    "check-login": "Controleer de gebruiker en het wachtwoord.",
    "check-tls-mode":
      "De server versleutelt op deze poort niet zo: probeer STARTTLS met 587 of TLS met 465.",
    "check-certificate":
      "Het certificaat van de server geldt niet voor deze naam: controleer de servernaam en de klok van de gateway.",
    "check-smtp-server":
      "Wat op deze poort antwoordt, neemt geen e-mail aan: controleer de server en de poort.",
    "check-sender": "De server weigert deze afzender: gebruik het adres van het account.",
    "check-recipient": "De server weigert adres 1: controleer het.",
    "check-mailbox-full": "Het postvak van adres 1 is vol of op dit moment gesloten.",
    "check-mail-limits":
      "De server weigert het bericht: lees zijn antwoord; grootte, quotum of filter.",
    "try-again":
      "De server is bezet of verbrak de verbinding: probeer over enkele minuten opnieuw.",
  },
};
