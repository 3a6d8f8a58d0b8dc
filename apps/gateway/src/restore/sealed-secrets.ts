/**
 * The secrets of a configuration as a server keeps them: AES-256-GCM, bound to the document they belong
 * to. The nonce follows from key and content, so that the same configuration gives the same bytes and
 * makes no new version; two contents with the same nonce do not come about (96 bits of HMAC-SHA-256).
 */

import { createCipheriv, createHash, createHmac } from "node:crypto";
import { unseal } from "../configuration/seal.ts";
import type { RestoreKeys } from "./restore-token.ts";

const NONCE_BYTES = 12;

/** The sealed secrets: nonce, tag, body. `document` is the text that goes beside them. */
export function sealSecrets(
  { seal, nonce: nonceKey }: RestoreKeys,
  document: string,
  secrets: ReadonlyMap<string, string>,
): Buffer {
  const binding = bindingOf(document);
  const text = JSON.stringify([...secrets]);
  const mac = createHmac("sha256", nonceKey).update(binding).update("\n").update(text).digest();
  const nonce = mac.subarray(0, NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", seal, nonce).setAAD(Buffer.from(binding, "utf8"));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** The secrets by place; undefined when the token or the document is another one. */
export function openSecrets(
  { seal }: RestoreKeys,
  document: string,
  sealed: Uint8Array,
): ReadonlyMap<string, string> | undefined {
  const text = unseal(seal, bindingOf(document), sealed);
  if (text === undefined) return undefined;
  return new Map(JSON.parse(text) as readonly (readonly [string, string])[]);
}

function bindingOf(document: string): string {
  return createHash("sha256").update(document).digest("hex");
}
