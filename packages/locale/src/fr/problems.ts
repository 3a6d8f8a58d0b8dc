/** Refusals and failures by code. */

import type { ErrorCode } from "@mega/domain";

export const problems = {
  codes: {
    CONFIG_INVALID: "La configuration n’est pas valable.",
    CONFIG_UNREADABLE: "La configuration est illisible.",
    PROFILE_INVALID: "Un profil de compteur n’est pas valable.",
    PROFILE_UNKNOWN: "Ce profil de compteur est inconnu.",
    LINK_BUSY: "Le bus est occupé. Réessayez dans un instant.",
    LINK_UNAVAILABLE: "Le port du bus est injoignable.",
    LEDGER_CHAIN_BROKEN: "La chaîne du registre est rompue.",
    LEDGER_LOCKED: "Le registre est utilisé par un autre programme.",
    LEDGER_REFUSED: "Le registre a refusé cette écriture.",
    LEDGER_STORAGE_FAILED: "Le registre n’a pas pu être écrit. Vérifiez la place sur le disque.",
    LEDGER_UNKNOWN_KIND: "Le registre vient d’une version plus récente.",
    SQLITE_TOO_OLD: "La base de données est trop ancienne.",
    PORT_BUSY: "Le port réseau est déjà utilisé.",
    REQUEST_INVALID: "La demande n’est pas valable.",
    NOT_FOUND: "Cela n’existe pas sur cette passerelle.",
    CONFLICT: "Entre-temps, l’état a changé. Rechargez la page.",
    TOO_MANY_REQUESTS: "Trop de demandes. Attendez une minute.",
  } satisfies Readonly<Record<ErrorCode, string>>,
  internal: "La passerelle a échoué ; son journal dit pourquoi.",
  fields: {
    "not-allowed": "Cette valeur n’est pas admise.",
    required: "Ce champ manque.",
    format: "La forme n’est pas bonne.",
    "too-early": "Avant le début de la période en cours ou un mois clôturé.",
    "in-future": "Cette date est dans le futur.",
    "below-opening": "En dessous de l’index de départ.",
    "above-latest": "Au-dessus d’un relevé plus récent.",
    "too-many-decimals": "Trop de décimales pour ce compteur.",
    "not-confirmed": "Le numéro du canal ne correspond pas.",
    "no-reading": "Pas de relevé à ce moment : saisissez l’index de l’afficheur.",
    "no-meter": "Aucun compteur n’est lié à ce canal.",
    busy: "Une lecture est déjà en cours.",
  },
  technical: "Détail technique",
};
