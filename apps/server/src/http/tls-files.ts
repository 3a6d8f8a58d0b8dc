/**
 * Key and certificate from files that somebody else renews, such as an ACME client. They are looked at
 * again every hour, and a pair that does not belong together, as in the middle of a renewal, leaves the
 * one before in force.
 */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Clock, MegaError } from "@mega/domain";

/** Where they stand. */
export interface TlsFiles {
  /** The certificate, then those of its authorities, PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** As they were read, PEM. */
export interface KeyAndCertificate {
  readonly cert: string;
  readonly key: string;
}

const LOOK_AGAIN_MS = 60 * 60_000;

/**
 * Reads them.
 *
 * @throws MegaError REQUEST_INVALID that names the file and why it does not serve
 */
export function readTlsFiles({ certificate, key }: TlsFiles): KeyAndCertificate {
  const read = { cert: contentOf("--certificate", certificate), key: contentOf("--key", key) };
  const parsed = faultless("--certificate", certificate, () => new X509Certificate(read.cert));
  const privateKey = faultless("--key", key, () => createPrivateKey(read.key));
  if (parsed.checkPrivateKey(privateKey)) return read;
  throw refused("--key", key, "it is not the key of the certificate");
}

/** What watching needs. */
export interface TlsWatching {
  readonly clock: Clock;
  readonly files: TlsFiles;
  readonly first: KeyAndCertificate;
  readonly onRenewed: (pair: KeyAndCertificate) => void;
  /** Hears why a pair was not taken. */
  readonly onFault: (fault: unknown) => void;
}

/** Looks for a new pair again and again; the result ends it. */
export function watchTlsFiles({
  clock,
  files,
  first,
  onRenewed,
  onFault,
}: TlsWatching): () => void {
  let inForce = first;
  let cancel = clock.setTimer(LOOK_AGAIN_MS, look);
  function look(): void {
    cancel = clock.setTimer(LOOK_AGAIN_MS, look);
    try {
      const found = readTlsFiles(files);
      if (found.cert === inForce.cert && found.key === inForce.key) return;
      inForce = found;
      onRenewed(found);
    } catch (fault) {
      onFault(fault);
    }
  }
  return () => cancel();
}

function contentOf(option: string, path: string): string {
  return faultless(option, path, () => readFileSync(path, "utf8"));
}

function faultless<Result>(option: string, path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw refused(option, path, cause instanceof Error ? cause.message : String(cause));
  }
}

function refused(option: string, path: string, why: string): MegaError {
  return new MegaError("REQUEST_INVALID", `${option} names ${path}, which does not serve: ${why}`, {
    hint: "Allowed: PEM files of a certificate and of its own key that this user can read.",
    context: { field: option, value: path },
  });
}
