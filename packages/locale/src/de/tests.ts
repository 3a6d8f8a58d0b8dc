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
    "time-answer": "Antwort",
    stratum: "Stratum",
    offset: "Abweichung",
    "system-clock": "Systemuhr",
    subscribe: "Abonnement",
    publish: "Nachricht hin und zurück",
    unsubscribe: "Ende des Abonnements",
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
    offset: "Abweichung",
    certificateUntil: "Zertifikat bis",
    server: "Server",
    certificate: "Zertifikat",
  },
  advice: {
    "check-udp-123":
      "Der Zeitserver antwortet nicht: Prüfen Sie das Internet und öffnen Sie UDP-Port 123.",
    "check-time-servers": "Dieser Zeitserver taugt nicht: Versuchen Sie einen anderen.",
    "check-time-kiss": "Dieser Zeitserver will keine Fragen mehr: Nehmen Sie einen anderen.",
    "check-system-time":
      "Die Uhr des Gateways geht falsch: Schalten Sie die Synchronisation des Systems ein.",
    "check-broker-tls": "Kein TLS auf diesem Port: Versuchen Sie mqtt:// oder einen anderen Port.",
    "check-broker-trust": "Das Zertifikat stammt von keiner Stelle, die das Gateway kennt.",
    "check-broker-expired":
      "Das Zertifikat gilt an diesem Tag nicht: Prüfen Sie es und die Uhr des Gateways.",
    "check-broker-name":
      "Das Zertifikat gilt für einen anderen Namen: Prüfen Sie den Namen des Brokers.",
    "check-broker-protocol":
      "Was auf diesem Port antwortet, spricht kein MQTT oder hat getrennt: Prüfen Sie den Port.",
    "check-broker-topic":
      "Dieser Zugang darf unter mega/test/ nicht schreiben oder lesen: Prüfen Sie seine Rechte.",
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
