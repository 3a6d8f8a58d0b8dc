/** Refusals and failures by code. */

import type { ErrorCode } from "@mega/domain";

export const problems = {
  codes: {
    CONFIG_INVALID: "Die Konfiguration ist nicht gültig.",
    CONFIG_UNREADABLE: "Die Konfiguration ist nicht lesbar.",
    PROFILE_INVALID: "Ein Zählerprofil ist nicht gültig.",
    PROFILE_UNKNOWN: "Dieses Zählerprofil ist unbekannt.",
    LINK_BUSY: "Der Bus ist belegt. Gleich noch einmal versuchen.",
    LINK_UNAVAILABLE: "Der Anschluss des Busses ist nicht erreichbar.",
    LEDGER_CHAIN_BROKEN: "Die Kette des Hauptbuchs ist gebrochen.",
    LEDGER_LOCKED: "Das Hauptbuch wird von einem anderen Programm benutzt.",
    LEDGER_REFUSED: "Das Hauptbuch hat diese Buchung abgelehnt.",
    LEDGER_STORAGE_FAILED: "Das Hauptbuch konnte nicht geschrieben werden. Speicherplatz prüfen.",
    LEDGER_UNKNOWN_KIND: "Das Hauptbuch stammt aus einer neueren Version.",
    SQLITE_TOO_OLD: "Die Datenbank ist zu alt.",
    PORT_BUSY: "Der Netzwerkport ist bereits belegt.",
    REQUEST_INVALID: "Die Anfrage ist nicht gültig.",
    NOT_FOUND: "Das gibt es auf diesem Gateway nicht.",
    CONFLICT: "Der Zustand hat sich inzwischen geändert. Seite neu laden.",
    TOO_MANY_REQUESTS: "Zu viele Anfragen. Bitte eine Minute warten.",
  } satisfies Readonly<Record<ErrorCode, string>>,
  internal: "Das Gateway hat versagt; sein Protokoll sagt warum.",
  fields: {
    "not-allowed": "Dieser Wert ist nicht zulässig.",
    required: "Dieses Feld fehlt.",
    format: "Die Form stimmt nicht.",
    "too-early": "Vor dem Beginn der laufenden Periode oder einem abgeschlossenen Monat.",
    "in-future": "Dieses Datum liegt in der Zukunft.",
    "below-opening": "Unter dem Anfangsstand.",
    "above-latest": "Über einer späteren Ablesung.",
    "too-many-decimals": "Zu viele Dezimalen für diesen Zähler.",
    "not-confirmed": "Die Nummer des Kanals stimmt nicht.",
    "no-reading": "Keine Ablesung zu diesem Zeitpunkt: Stand der Anzeige eingeben.",
    "no-meter": "Mit diesem Kanal ist kein Zähler verbunden.",
    busy: "Es läuft bereits eine Ablesung.",
  },
  technical: "Technische Einzelheit",
};
