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
    "time-answer": "Antwoord",
    stratum: "Stratum",
    offset: "Afwijking",
    "system-clock": "Systeemklok",
    subscribe: "Abonnement",
    publish: "Bericht heen en terug",
    unsubscribe: "Einde abonnement",
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
    offset: "Afwijking",
    certificateUntil: "Certificaat tot",
    server: "Server",
    certificate: "Certificaat",
  },
  advice: {
    "check-udp-123": "De tijdserver antwoordt niet: controleer het internet en open UDP-poort 123.",
    "check-time-servers": "Deze tijdserver is niet bruikbaar: probeer een andere.",
    "check-time-kiss": "Deze tijdserver wil geen vragen meer: neem een andere.",
    "check-system-time":
      "De klok van de gateway is fout: schakel de synchronisatie van het systeem in.",
    "check-broker-tls": "Geen TLS op deze poort: probeer mqtt:// of een andere poort.",
    "check-broker-trust": "Het certificaat komt van geen instantie die de gateway kent.",
    "check-broker-expired":
      "Het certificaat geldt niet op deze datum: controleer het, en de klok van de gateway.",
    "check-broker-name":
      "Het certificaat is voor een andere naam: controleer de naam van de broker.",
    "check-broker-protocol":
      "Wat op deze poort antwoordt, spreekt geen MQTT of verbrak de verbinding: controleer de poort.",
    "check-broker-topic":
      "Deze toegang mag onder mega/test/ niet schrijven of lezen: controleer de rechten.",
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
