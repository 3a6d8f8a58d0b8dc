/**
 * A configuration as a backup that can be put into another gateway: the document as it is, and its
 * secrets sealed under a passphrase that a person types. Neither the gateway's own keys nor its
 * identity are in it.
 */

import { createHash, randomBytes, scrypt } from "node:crypto";
import { isGroup } from "../places.ts";
import { seal, unseal } from "../seal.ts";

/** What a backup holds. */
export interface BackupContent {
  /** With SECRET_KEPT in the places of secrets. */
  readonly document: unknown;
  readonly secrets: ReadonlyMap<string, string>;
}

/** What a backup says about itself. */
export interface BackupHead {
  readonly location: string;
  readonly revision: number;
  /** RFC 3339. */
  readonly madeAt: string;
  readonly version: string;
}

/** The content of a file, or why it has none. */
export type OpenedBackup =
  | { readonly kind: "content"; readonly content: BackupContent }
  | { readonly kind: "fault"; readonly field: "file" | "passphrase"; readonly allowed: string };

const FORMAT = "mega-configuration-backup";
const FORM = 1;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** 32 MB and about a tenth of a second for each guess. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

/** The text of a backup. */
export async function backupFile(
  { document, secrets }: BackupContent,
  head: BackupHead,
  passphrase: string,
): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await keyOf(passphrase, salt);
  const sealed = seal(key, bindingOf(document), JSON.stringify([...secrets]));
  const file = {
    format: FORMAT,
    form: FORM,
    ...head,
    configuration: document,
    secrets: { salt: salt.toString("base64"), sealed: sealed.toString("base64") },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Opens a backup; any text gives its content or a reason. */
export async function openBackup(text: string, passphrase: string): Promise<OpenedBackup> {
  const file = parsed(text);
  if (!isGroup(file) || file["format"] !== FORMAT) return fault("file", `a file of ${FORMAT}`);
  if (file["form"] !== FORM) return fault("file", `form ${FORM}; another version made this one`);
  const { configuration, secrets } = file;
  const salt = base64In(secrets, "salt");
  const sealed = base64In(secrets, "sealed");
  if (!isGroup(configuration) || salt?.length !== SALT_BYTES || sealed === undefined) {
    return fault("file", "a whole backup; this one is cut or was altered");
  }
  const opened = unseal(await keyOf(passphrase, salt), bindingOf(configuration), sealed);
  if (opened === undefined) {
    return fault("passphrase", "the passphrase of this backup; or the file was altered");
  }
  const entries = JSON.parse(opened) as readonly (readonly [string, string])[];
  return { kind: "content", content: { document: configuration, secrets: new Map(entries) } };
}

/** The document is bound to its secrets: one that was altered does not open. */
function bindingOf(document: unknown): string {
  return createHash("sha256").update(JSON.stringify(document)).digest("hex");
}

function keyOf(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFKC"), salt, KEY_BYTES, COST, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function base64In(group: unknown, key: string): Buffer | undefined {
  const text = isGroup(group) ? group[key] : undefined;
  const isText = typeof text === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isText ? Buffer.from(text, "base64") : undefined;
}

function fault(field: "file" | "passphrase", allowed: string): OpenedBackup {
  return { kind: "fault", field, allowed };
}
