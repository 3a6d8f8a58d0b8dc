/**
 * The configuration of a gateway as its server keeps it: the document as a text without secrets, and the
 * secrets sealed by a key that the server never has. Versions are told apart by content.
 */

import { createHash } from "node:crypto";
import { type Static, Type } from "typebox";
import { answer } from "./answers.ts";

/** Characters of a document. */
export const BACKUP_DOCUMENT_MAX = 1_500_000;
/** Bytes of sealed secrets. */
export const BACKUP_SECRETS_BYTES_MAX = 128 * 1024;
/** Versions that a server keeps and lists. */
export const BACKUP_VERSIONS_MAX = 200;

const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 in hex." });
const Instant = Type.String({ description: "RFC 3339, UTC." });
const Document = Type.String({ minLength: 2, maxLength: BACKUP_DOCUMENT_MAX });
const Secrets = Type.Union([
  Type.String({
    pattern: "^[A-Za-z0-9+/]+={0,2}$",
    maxLength: Math.ceil(BACKUP_SECRETS_BYTES_MAX / 3) * 4,
    description: "Sealed, in base64.",
  }),
  Type.Null(),
]);

/** PUT /v1/configuration. */
export const ConfigurationPut = answer(
  {
    document: Document,
    secrets: Secrets,
    /** By which the owner's restore token is known again; null where the owner has none. */
    proofSha256: Type.Union([Sha256, Type.Null()]),
    /** `configurationHash` of both. */
    sha256: Sha256,
    /** The version that this one was made from; null for the first. */
    parent: Type.Union([Sha256, Type.Null()]),
  },
  "A configuration to be kept.",
);
export type ConfigurationPut = Static<typeof ConfigurationPut>;

/** A kept version without its content. */
export const ConfigurationHead = answer(
  {
    version: Type.Integer({ minimum: 1 }),
    sha256: Sha256,
    parent: Type.Union([Sha256, Type.Null()]),
    generation: Type.Integer({ minimum: 1, description: "Of the box that sent it." }),
    receivedAt: Instant,
  },
  "A version.",
);
export type ConfigurationHead = Static<typeof ConfigurationHead>;

/** A kept version. */
export const KeptConfiguration = answer(
  { head: ConfigurationHead, document: Document, secrets: Secrets },
  "A version with its content.",
);
export type KeptConfiguration = Static<typeof KeptConfiguration>;

/** GET /v1/configuration: the newest. */
export const ConfigurationAnswer = answer(
  { configuration: Type.Union([KeptConfiguration, Type.Null()]) },
  "The newest version; null before the first.",
);
export type ConfigurationAnswer = Static<typeof ConfigurationAnswer>;

/** GET /v1/configuration/versions: newest first. */
export const ConfigurationVersions = answer(
  { versions: Type.Array(ConfigurationHead, { maxItems: BACKUP_VERSIONS_MAX }) },
  "The kept versions.",
);
export type ConfigurationVersions = Static<typeof ConfigurationVersions>;

/**
 * What tells one content from another: SHA-256 over the number of bytes of the document (4 bytes, big
 * endian), the document in UTF-8, and the sealed secrets. Hexadecimal.
 */
export function configurationHash(document: string, secrets: Uint8Array | null): string {
  const bytes = Buffer.from(document, "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const hash = createHash("sha256").update(length).update(bytes);
  return hash.update(secrets ?? new Uint8Array(0)).digest("hex");
}
