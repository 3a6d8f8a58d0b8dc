/**
 * Keeps the gateway's key and certificate in the data folder. The key is made once and stays; the
 * certificate is made anew when the machine has other addresses, when its end comes near, or when
 * it is not good yet, as after a start with a clock that had lost its time.
 */

import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import type { CancelTimer, Clock } from "@mega/domain";
import { writeDurably } from "../system/durable-file.ts";
import { makeCertificate } from "./make-certificate.ts";

const KEY_FILE = "https-key.pem";
const CERTIFICATE_FILE = "https-certificate.pem";
const DAY_MS = 24 * 60 * 60_000;
/** Browsers take no more than 825 days. */
const VALID_MS = 820 * DAY_MS;
const RENEW_BEFORE_END_MS = 30 * DAY_MS;
/** Visitors whose clock is a little behind see it as good too. */
const BEFORE_NOW_MS = DAY_MS;
const LOOK_AGAIN_MS = 60 * 60_000;

/** Key and certificate, PEM. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** What the keeper needs. */
export interface CertificateKeeperOptions {
  readonly clock: Clock;
  readonly dataFolder: string;
  /** DNS names and addresses of this machine at this moment. */
  readonly names: () => readonly string[];
  /** Hears of a folder that takes nothing; the key is then good until the next start. */
  readonly onFailure: (error: unknown) => void;
}

/** Keeps a certificate that is good. */
export class CertificateKeeper {
  readonly #options: CertificateKeeperOptions;
  readonly #key: KeyObject;
  #certificate: X509Certificate;
  #cancel: CancelTimer = () => undefined;

  /** Reads key and certificate, or makes them. */
  constructor(options: CertificateKeeperOptions) {
    this.#options = options;
    this.#key = this.#keptKey() ?? this.#newKey();
    const kept = this.#keptCertificate();
    this.#certificate = kept !== undefined && this.#isGood(kept) ? kept : this.#make();
  }

  /** For a TLS server. */
  get current(): KeyAndCertificate {
    return {
      key: this.#key.export({ type: "pkcs8", format: "pem" }).toString(),
      cert: this.#certificate.toString(),
    };
  }

  /** SHA-256 of the certificate, hexadecimal with colons. */
  get fingerprint(): string {
    return this.#certificate.fingerprint256;
  }

  /** Makes the certificate anew whenever that is needed, and says so; the result ends it. */
  watch(onRenewed: () => void): () => void {
    const look = () => {
      if (this.renewIfNeeded()) onRenewed();
      this.#cancel = this.#options.clock.setTimer(LOOK_AGAIN_MS, look);
    };
    look();
    return () => this.#cancel();
  }

  /** Whether another certificate stands now. */
  renewIfNeeded(): boolean {
    if (this.#isGood(this.#certificate)) return false;
    this.#certificate = this.#make();
    return true;
  }

  #isGood(certificate: X509Certificate): boolean {
    const nowMs = this.#options.clock.nowMs();
    return (
      certificate.checkPrivateKey(this.#key) &&
      certificate.validFromDate.getTime() <= nowMs &&
      certificate.validToDate.getTime() - nowMs > RENEW_BEFORE_END_MS &&
      namesExactly(certificate, this.#options.names())
    );
  }

  #make(): X509Certificate {
    const nowMs = this.#options.clock.nowMs();
    const certificate = makeCertificate(this.#key, {
      commonName: "MEGA",
      names: this.#options.names(),
      notBeforeMs: nowMs - BEFORE_NOW_MS,
      notAfterMs: nowMs + VALID_MS,
    });
    this.#write(CERTIFICATE_FILE, certificate);
    return new X509Certificate(certificate);
  }

  #keptKey(): KeyObject | undefined {
    const text = this.#read(KEY_FILE);
    if (text === undefined) return undefined;
    try {
      return createPrivateKey(text);
    } catch (error) {
      this.#options.onFailure(error);
      return undefined;
    }
  }

  #newKey(): KeyObject {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    this.#write(KEY_FILE, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    return privateKey;
  }

  #keptCertificate(): X509Certificate | undefined {
    const text = this.#read(CERTIFICATE_FILE);
    if (text === undefined) return undefined;
    try {
      return new X509Certificate(text);
    } catch {
      // Half a certificate is made anew.
      return undefined;
    }
  }

  #read(name: string): string | undefined {
    const path = join(this.#options.dataFolder, name);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  /** All of it or nothing, and for the folder's owner only. */
  #write(name: string, text: string): void {
    const path = join(this.#options.dataFolder, name);
    try {
      writeDurably(path, text, 0o600);
    } catch (error) {
      this.#options.onFailure(error);
    }
  }
}

/** Whether a certificate names all of these and no others. */
function namesExactly(certificate: X509Certificate, names: readonly string[]): boolean {
  const count = certificate.subjectAltName?.split(", ").length ?? 0;
  return (
    count === names.length &&
    names.every((name) =>
      isIP(name) === 0
        ? certificate.checkHost(name) !== undefined
        : certificate.checkIP(name) !== undefined,
    )
  );
}
