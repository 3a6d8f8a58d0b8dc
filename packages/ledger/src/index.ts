export * from "./append/as-if-undone.ts";
export * from "./append/event.ts";
export { fold, type OwnMaps } from "./append/fold.ts";
export * from "./append/state.ts";
export { readFact } from "./entry/bodies.ts";
export {
  type CborValue,
  decodeCanonical,
  encodeCanonical,
  fromHex,
  sameBytes,
  toHex,
} from "./entry/cbor.ts";
export { decodeEntry, type Envelope } from "./entry/envelope.ts";
export { isReservedKind, type LedgerFact } from "./entry/facts.ts";
export { entryHash, keyCommitment } from "./entry/hash.ts";
export type { KeyLookup } from "./entry/seal.ts";
export { codeOfStatus, statusOfCode } from "./entry/status-codes.ts";
export * from "./entry/verify.ts";
export * from "./proof/prove-month.ts";
export * from "./sqlite/import-ledger.ts";
export * from "./sqlite/inline-ledger-host.ts";
export * from "./sqlite/ledger-host.ts";
export { monthNumber, monthOfNumber } from "./sqlite/month-number.ts";
export { openDatabase } from "./sqlite/open-database.ts";
export type { ReadingEvidence } from "./sqlite/reading-evidence.ts";
export * from "./sqlite/rebuild-file.ts";
export { PROJECTION_VERSION } from "./sqlite/schema.ts";
export * from "./sqlite/verify-file.ts";
export * from "./sqlite/worker-ledger-host.ts";
