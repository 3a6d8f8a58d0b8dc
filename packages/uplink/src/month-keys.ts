/**
 * Keys of sealed values on the way to the server, apart from the entries: they can be deleted there,
 * which the entries cannot. They are handed over before the entries that they open. A CBOR array of 3
 * fields: version 1, ledgerId, and a list of [sourceNo, month, key].
 */

import { MegaError, type MonthKey, type SourceNo } from "@mega/domain";
import { type CborValue, decodeCanonical, encodeCanonical } from "@mega/ledger";
import { KEYS_MAX } from "./limits.ts";

/** The key of one source and local month. */
export interface SentKey {
  readonly sourceNo: SourceNo;
  readonly month: MonthKey;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** Keys of one ledger. */
export interface SentKeys {
  readonly ledgerId: Uint8Array;
  /** 1 to 512. */
  readonly keys: readonly SentKey[];
}

const KEYS_VERSION = 1;
const monthForm = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The bytes of keys. */
export function encodeKeys({ ledgerId, keys }: SentKeys): Uint8Array {
  const rows = keys.map(({ sourceNo, month, key }) => [sourceNo, month, key]);
  return encodeCanonical([KEYS_VERSION, ledgerId, rows]);
}

/**
 * Reads keys.
 *
 * @throws MegaError REQUEST_INVALID that names the field and what is allowed, never a key
 */
export function decodeKeys(bytes: Uint8Array): SentKeys {
  const value = decodeCanonical(bytes);
  if (!Array.isArray(value) || value.length !== 3) throw wrong("keys", "3 fields in CBOR");
  const [version, ledgerId, rows] = value as readonly CborValue[];
  if (version !== KEYS_VERSION) throw wrong("version", `${KEYS_VERSION}`);
  if (!(ledgerId instanceof Uint8Array) || ledgerId.length !== 16) {
    throw wrong("ledgerId", "16 bytes");
  }
  if (!Array.isArray(rows) || rows.length === 0 || rows.length > KEYS_MAX) {
    throw wrong("keys", `1 to ${KEYS_MAX} keys`);
  }
  return { ledgerId, keys: rows.map((row: CborValue, at: number) => sentKey(row, at)) };
}

function sentKey(row: CborValue, at: number): SentKey {
  const [sourceNo, month, key] = Array.isArray(row) && row.length === 3 ? row : [];
  const isNumber = typeof sourceNo === "number" && Number.isSafeInteger(sourceNo) && sourceNo > 0;
  if (!isNumber) throw wrong(`keys/${at}/sourceNo`, "a whole number from 1");
  if (typeof month !== "string" || !monthForm.test(month))
    throw wrong(`keys/${at}/month`, "2026-05");
  if (!(key instanceof Uint8Array) || key.length !== 32) throw wrong(`keys/${at}/key`, "32 bytes");
  return { sourceNo, month, key };
}

function wrong(field: string, allowed: string): MegaError {
  return new MegaError("REQUEST_INVALID", `${field} is something else; allowed: ${allowed}`, {
    context: { field, allowed },
  });
}
