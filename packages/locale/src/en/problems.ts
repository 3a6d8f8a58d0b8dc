/** Refusals and failures by code. */

import type { ErrorCode } from "@mega/domain";

export const problems = {
  codes: {
    CONFIG_INVALID: "The configuration is not valid.",
    CONFIG_UNREADABLE: "The configuration cannot be read.",
    PROFILE_INVALID: "A meter profile is not valid.",
    PROFILE_UNKNOWN: "This meter profile is unknown.",
    LINK_BUSY: "The bus is busy. Try again in a moment.",
    LINK_UNAVAILABLE: "The port of the bus cannot be reached.",
    LEDGER_CHAIN_BROKEN: "The chain of the ledger is broken.",
    LEDGER_LOCKED: "The ledger is in use by another program.",
    LEDGER_REFUSED: "The ledger refused this entry.",
    LEDGER_STORAGE_FAILED: "The ledger could not be written. Check the space on the disk.",
    LEDGER_UNKNOWN_KIND: "The ledger comes from a newer version.",
    SQLITE_TOO_OLD: "The database is too old.",
    PORT_BUSY: "The network port is already in use.",
    REQUEST_INVALID: "The request is not valid.",
    NOT_FOUND: "This does not exist on this gateway.",
    CONFLICT: "Things have changed in the meantime. Reload the page.",
    TOO_MANY_REQUESTS: "Too many requests. Wait a minute.",
  } satisfies Readonly<Record<ErrorCode, string>>,
  internal: "The gateway failed; its log says why.",
  fields: {
    "not-allowed": "This value is not allowed.",
    required: "This field is missing.",
    format: "The form is not right.",
    "too-early": "Before the start of the current period or a closed month.",
    "in-future": "This time is in the future.",
    "below-opening": "Below the opening index.",
    "above-latest": "Above a later reading.",
    "too-many-decimals": "Too many decimals for this meter.",
    "not-confirmed": "The number of the channel does not match.",
    "no-reading": "No reading at that time: type the index of the display.",
    "no-meter": "No meter is linked to this channel.",
    busy: "A reading is already running.",
  },
  technical: "Technical detail",
};
