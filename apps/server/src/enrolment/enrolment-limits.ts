/**
 * What strangers may ask for. No limit keeps an owner out for what another does: an address that asks
 * too often waits alone; when too many wait in all, those of the address that has most of them make
 * place; and who types wrong codes holds up nobody but himself.
 */

const MINUTE_MS = 60_000;

/** So long a code can be redeemed. */
export const CODE_MS = 30 * MINUTE_MS;
/** So long after that the gateway can fetch its credential. */
export const COLLECT_MS = 24 * 60 * MINUTE_MS;
/** So long a code that nobody redeemed is remembered. */
export const KEPT_MS = 60 * MINUTE_MS;
/** Enrolments of one address within an hour: an estate behind one router asks again and again. */
export const PER_ADDRESS_MAX = 60;
/** Enrolments that wait at once. */
export const WAITING_MAX = 10_000;
/** Wrong codes of one account within an hour: with 10,000 codes waiting, one hit in 10^7 hours. */
export const WRONG_CODES_MAX = 10;
/** The hour in which both are counted. */
export const COUNTED_MS = 60 * MINUTE_MS;
