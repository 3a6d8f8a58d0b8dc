/** What may pass between a gateway and its server at once. */

/** Bytes of a batch; one entry may have as many as the ledger allows, and a head beside it. */
export const BATCH_BYTES_MAX = 5 * 1024 * 1024;
/** Entries of a batch: a day of rounds with what happened between them. */
export const BATCH_ENTRIES_MAX = 500;
/** Keys handed over at once: a month of 512 sources. */
export const KEYS_MAX = 512;
/** Bytes of a request with a configuration and its sealed secrets. */
export const BACKUP_BYTES_MAX = 4 * 1024 * 1024;
