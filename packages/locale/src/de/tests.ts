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
    greeting: "Begrüßung des Servers",
    "mail-from": "Absender",
    rcpt: "Empfänger",
    data: "Testnachricht",
  },
  facts: {
    server: "Server",
    certificate: "Zertifikat",
  },
  advice: {
    "check-host": "Prüfen Sie den Namen des Servers und den DNS des Netzwerks.",
    "check-port": "Der Server antwortet nicht auf diesem Port: Port und Firewall prüfen.",
    "check-login": "Prüfen Sie Benutzer und Passwort.",
    "check-tls-mode":
      "Der Server verschlüsselt auf diesem Port nicht so: Versuchen Sie STARTTLS mit 587 oder TLS mit 465.",
    "check-certificate":
      "Das Zertifikat des Servers gilt nicht für diesen Namen: Prüfen Sie den Servernamen und die Uhr des Gateways.",
    "check-smtp-server":
      "Was auf diesem Port antwortet, nimmt keine E-Mails an: Prüfen Sie Server und Port.",
    "check-sender": "Der Server lehnt diesen Absender ab: Verwenden Sie die Adresse des Kontos.",
    "check-recipient": "Der Server lehnt Adresse 1 ab: Prüfen Sie sie.",
    "check-mailbox-full": "Das Postfach von Adresse 1 ist voll oder zurzeit geschlossen.",
    "check-mail-limits":
      "Der Server lehnt die Nachricht ab: Lesen Sie seine Antwort; Größe, Kontingent oder Filter.",
    "try-again":
      "Der Server ist ausgelastet oder hat aufgelegt: Versuchen Sie es in einigen Minuten erneut.",
  },
};
