/** Documents as they are stored: deflated, and never inflated beyond what one can be. */

import { deflateRawSync, inflateRawSync } from "node:zlib";
import { BACKUP_DOCUMENT_MAX } from "@mega/uplink";

/** UTF-8 needs at most so many bytes for a character of a text as JavaScript counts it. */
const BYTES_PER_CHARACTER = 3;

/** The stored bytes. */
export function packDocument(document: string): Uint8Array {
  return deflateRawSync(Buffer.from(document, "utf8"));
}

/** The text. */
export function unpackDocument(packed: Uint8Array): string {
  const limit = { maxOutputLength: BACKUP_DOCUMENT_MAX * BYTES_PER_CHARACTER };
  return inflateRawSync(packed, limit).toString("utf8");
}
