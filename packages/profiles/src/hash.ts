/** The content hash of a profile: what a source declares it was decoded by. */

import { createHash } from "node:crypto";

/**
 * SHA-256 of the content, hexadecimal. Spaces and the order of keys in the file do not matter.
 *
 * @param profile Parsed JSON.
 */
export function profileHash(profile: unknown): string {
  return createHash("sha256").update(canonicalJson(profile)).digest("hex");
}

/** JSON with sorted keys and no spaces. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
