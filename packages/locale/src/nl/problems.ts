/** Refusals and failures by code. */

import type { ErrorCode } from "@mega/domain";

export const problems = {
  codes: {
    CONFIG_INVALID: "De configuratie is niet geldig.",
    CONFIG_UNREADABLE: "De configuratie is onleesbaar.",
    PROFILE_INVALID: "Een meterprofiel is niet geldig.",
    PROFILE_UNKNOWN: "Dit meterprofiel is onbekend.",
    LINK_BUSY: "De bus is bezet. Probeer zo dadelijk opnieuw.",
    LINK_UNAVAILABLE: "De poort van de bus is onbereikbaar.",
    LEDGER_CHAIN_BROKEN: "De keten van het grootboek is verbroken.",
    LEDGER_LOCKED: "Het grootboek is in gebruik door een ander programma.",
    LEDGER_REFUSED: "Het grootboek heeft deze boeking geweigerd.",
    LEDGER_STORAGE_FAILED: "Het grootboek kon niet worden geschreven. Controleer de schijfruimte.",
    LEDGER_UNKNOWN_KIND: "Het grootboek komt van een nieuwere versie.",
    SQLITE_TOO_OLD: "De databank is te oud.",
    PORT_BUSY: "De netwerkpoort is al in gebruik.",
    REQUEST_INVALID: "De vraag is niet geldig.",
    NOT_FOUND: "Dit bestaat niet op deze gateway.",
    CONFLICT: "De toestand is ondertussen veranderd. Herlaad de pagina.",
    TOO_MANY_REQUESTS: "Te veel vragen. Wacht een minuut.",
  } satisfies Readonly<Record<ErrorCode, string>>,
  internal: "De gateway heeft gefaald; het logboek zegt waarom.",
  fields: {
    "not-allowed": "Deze waarde is niet toegelaten.",
    required: "Dit veld ontbreekt.",
    format: "De vorm klopt niet.",
    "too-early": "Vóór het begin van de lopende periode of een afgesloten maand.",
    "in-future": "Deze datum ligt in de toekomst.",
    "below-opening": "Lager dan de beginstand.",
    "above-latest": "Hoger dan een latere aflezing.",
    "too-many-decimals": "Te veel decimalen voor deze meter.",
    "not-confirmed": "Het nummer van het kanaal klopt niet.",
    "no-reading": "Geen aflezing op dat moment: voer de stand van het display in.",
    "no-meter": "Aan dit kanaal is geen meter gekoppeld.",
    busy: "Er is al een aflezing bezig.",
  },
  technical: "Technisch detail",
};
