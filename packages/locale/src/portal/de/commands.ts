import type { commands as source } from "../fr/commands.ts";

export const commands: typeof source = {
  figures: {
    notYet: "Das Gateway hat seine Konfiguration noch nicht übergeben: Es gibt keine Werte.",
    settings: "Einstellungen",
  },
  mail: {
    title: "Berichte per E-Mail",
    lead: "Der Server verschickt die Ablesungen dieses Gateways, mit den Dateien der Tabelle.",
    rhythm: "Automatischer Versand",
    none: "Es wird nichts automatisch verschickt.",
    next: (at) => `Nächster Bericht: ${at}`,
    save: "Speichern",
    saving: "Speichern…",
    saved: "Der automatische Versand ist gespeichert.",
    sent: "Verschickt",
    badDay: "Ein Tag von 1 bis 28.",
    badTime: "Eine Uhrzeit wie 08:00.",
    unset: "Der Server hat keinen Mailserver. Sein Betreuer gibt ihn beim Start an.",
    troubles: {
      "no-figures":
        "Der letzte Bericht wurde nicht erstellt: Das Gateway hat seine Konfiguration noch nicht übergeben.",
      "no-manager":
        "Der letzte Bericht wurde nicht erstellt: Wer den Versand eingestellt hat, verwaltet dieses Gebäude nicht mehr. Speichern Sie ihn erneut.",
      "too-large":
        "Der letzte Bericht wurde nicht erstellt: Die Dateien sind größer als 5 MB. Wählen Sie weniger.",
      failed: "Der letzte Bericht ließ sich nicht erstellen. Der Server versucht es jede Stunde.",
    },
    troubleAt: (at) => `(${at})`,
  },
  list: {
    title: "Verlangen",
    lead: "Das Gateway holt ab, was von ihm verlangt wird, und antwortet, was es getan hat. Vor seiner Antwort ist nichts getan.",
    empty: "Nichts wurde verlangt.",
    given: (at, by) => `${at} · ${by}`,
    until: (at) => `Das Gateway kann es bis ${at} abholen.`,
    lookThere:
      "Sehen Sie in der Tabelle nach, ob es ausgeführt wurde, bevor Sie es erneut verlangen.",
    answered: (at) => `Antwort des Gateways am ${at}`,
    entries: (numbers) => `Buchung ${numbers}`,
    revision: (no) => `Revision ${no}`,
    withdraw: "Zurückziehen",
  },
  kinds: {
    "read-now": "Zähler ablesen",
    "publish-live": "5 Minuten laufend senden",
    "set-configuration": "Einstellungen ändern",
    "new-period": "Neue Periode",
    exchange: "Zähler getauscht",
    "open-tunnel": "Seite des Gateways öffnen",
  },
  states: {
    queued: "wartet auf das Gateway",
    delivered: "angekommen, noch nicht bestätigt",
    confirmed: "vom Gateway bestätigt",
    refused: "vom Gateway abgelehnt",
    expired: "abgelaufen, nie abgeholt",
    unanswered: "ohne Antwort, vielleicht ausgeführt",
    withdrawn: "zurückgezogen",
  },
  refusals: {
    "unknown-kind": "dieses Gateway kennt das Verlangen nicht",
    "other-generation": "für ein anderes Gerät an diesem Platz bestimmt",
    expired: "zu spät angekommen",
    "untrusted-clock": "die Uhr des Gateways ist nicht sicher",
    replayed: "schon ausgeführt",
    malformed: "unlesbares Verlangen",
    CONFLICT: "der Zustand des Gateways lässt es nicht zu",
    CHANGED_MEANWHILE: "die Konfiguration des Gateways hat sich inzwischen geändert",
  },
  deeds: {
    readAll: "Ablesung verlangen",
    readChannel: "Ablesung des Kanals verlangen",
    publishLive: "Laufend senden (5 Minuten)",
    newPeriod: "Neue Periode verlangen",
    exchange: "Getauschten Zähler melden",
    send: "Verlangen senden",
    sending: "Senden…",
  },
  asked: {
    lead: "Dies ist ein Verlangen.",
    period:
      "Das Gateway beginnt die Periode, wenn es davon erfährt, und antwortet mit der Nummer der Buchung. Alte Ablesungen bleiben erhalten. Geben Sie den Kanal danach dem nächsten Mieter, ab dieser Bestätigung.",
    exchange:
      "Das Gateway prüft die Stände und antwortet mit der Nummer der Buchung; der Monat wird neu berechnet.",
    settings:
      "Das Gateway übernimmt diese Einstellungen, wenn sich seine Konfiguration inzwischen nicht geändert hat, und antwortet mit seiner Revision.",
  },
  settings: {
    title: "Einstellungen des Gateways",
    lead: "Namen, Adressen und Berichte. Zähler, Leitungen und Zugänge werden vor dem Gateway eingestellt.",
    last: "Letztes Verlangen",
    version: (no, at) => `Version ${no}, erhalten am ${at}`,
    building: "Gebäude",
    buildingName: "Name des Gebäudes",
    channels: "Kanäle",
    name: "Name",
    badName: "4 bis 31 Zeichen.",
    needed: "Auszufüllen.",
    address1: "Adresse, Zeile 1",
    address2: "Adresse, Zeile 2",
    errorMail: "E-Mail bei Fehler",
    report: "Berichte des Gateways selbst",
    noMail: "Dieses Gateway hat keinen Mailserver.",
    waiting: "Ein Verlangen wartet noch auf das Gateway.",
  },
};
