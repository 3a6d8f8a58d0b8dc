/**
 * The gateway's own certificate (X.509 v3, RFC 5280): it vouches for itself, names every way by which
 * the gateway is reached, and is good for serving only.
 */

import { createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import {
  bits,
  explicit,
  implicit,
  octets,
  oid,
  sequence,
  setOf,
  time,
  unsigned,
  utf8,
  yes,
} from "./der.ts";

/** What the certificate says. */
export interface CertificateContent {
  /** Shown as its subject. */
  readonly commonName: string;
  /** DNS names and IP addresses. */
  readonly names: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

const oids = {
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  commonName: "2.5.4.3",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  extendedKeyUsage: "2.5.29.37",
  serverAuthentication: "1.3.6.1.5.5.7.3.1",
} as const;

/** A certificate for an ECDSA P-256 key, signed by the key itself; PEM. */
export function makeCertificate(key: KeyObject, content: CertificateContent): string {
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const subject = sequence(setOf(sequence(oid(oids.commonName), utf8(content.commonName))));
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" });
  const toBeSigned = sequence(
    explicit(0, unsigned(Uint8Array.of(2))),
    unsigned(serialNumber()),
    algorithm,
    subject,
    sequence(time(content.notBeforeMs), time(content.notAfterMs)),
    subject,
    publicKey,
    explicit(3, sequence(...extensionsOf(content.names))),
  );
  const signature = sign("sha256", toBeSigned, { key, dsaEncoding: "der" });
  const whole = Buffer.from(sequence(toBeSigned, algorithm, bits(signature)));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function extensionsOf(names: readonly string[]): Uint8Array[] {
  const critical = (id: string, value: Uint8Array) => sequence(oid(id), yes(), octets(value));
  const plain = (id: string, value: Uint8Array) => sequence(oid(id), octets(value));
  return [
    // No certificate of another is signed with it.
    critical(oids.basicConstraints, sequence()),
    // Bit 0, digital signature; the other seven are not used.
    critical(oids.keyUsage, bits(Uint8Array.of(0x80), 7)),
    plain(oids.extendedKeyUsage, sequence(oid(oids.serverAuthentication))),
    plain(oids.subjectAltName, sequence(...names.map(generalName))),
  ];
}

function generalName(name: string): Uint8Array {
  const address = addressBytes(name);
  return address === undefined ? implicit(2, new TextEncoder().encode(name)) : implicit(7, address);
}

/** 4 or 16 bytes; undefined for a DNS name. */
function addressBytes(name: string): Uint8Array | undefined {
  if (isIP(name) === 4) return Uint8Array.from(name.split("."), Number);
  if (isIP(name) !== 6) return undefined;
  const [head = "", tail] = name.split("::");
  const groups = (text: string) =>
    text.split(":").flatMap((group) => (group === "" ? [] : [Number.parseInt(group, 16)]));
  const [left, right] = [groups(head), groups(tail ?? "")];
  const zeros = new Array<number>(8 - left.length - right.length).fill(0);
  return Uint8Array.from(
    [...left, ...zeros, ...right].flatMap((group) => [group >> 8, group & 255]),
  );
}

/** 128 bits of chance, positive and never 0. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}
