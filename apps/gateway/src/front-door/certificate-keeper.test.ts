import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MovedClock, movedClock } from "@mega/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CertificateKeeper } from "./certificate-keeper.ts";

const dayMs = 24 * 60 * 60_000;
const startMs = Date.UTC(2026, 4, 2, 8, 0);

let folder: string;
let clock: MovedClock;
let names: string[];
let failures: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-certificate-"));
  clock = movedClock({ startMs, settle: () => Promise.resolve() });
  names = ["mega.local", "192.168.20.2", "2001:db8::2:1", "::1"];
  failures = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keep = () =>
  new CertificateKeeper({
    clock,
    dataFolder: folder,
    names: () => names,
    onFailure: (error) => failures.push(error),
  });
const keyFile = () => readFileSync(join(folder, "https-key.pem"), "utf8");

test("OpenSSL reads the certificate, its names and its end, and finds it signed by its key", () => {
  keep();
  const file = join(folder, "https-certificate.pem");
  const openssl = (...args: string[]) => execFileSync("openssl", args, { encoding: "utf8" });
  const text = openssl("x509", "-in", file, "-noout", "-text");
  expect(text).toContain("Version: 3");
  expect(text).toContain("ecdsa-with-SHA256");
  expect(text).toContain("NIST CURVE: P-256");
  expect(text).toContain("CA:FALSE");
  expect(text).toContain("TLS Web Server Authentication");
  expect(text.replace(/\s+/g, " ")).toContain(
    "DNS:mega.local, IP Address:192.168.20.2, IP Address:2001:DB8:0:0:0:0:2:1, " +
      "IP Address:0:0:0:0:0:0:0:1",
  );
  expect(text).toContain("Not Before: May  1 08:00:00 2026 GMT");
  expect(text).toContain("Not After : Jul 30 08:00:00 2028 GMT");
  expect(openssl("verify", "-CAfile", file, "-attime", String(startMs / 1000), file)).toContain(
    "OK",
  );
});

test("the key is for its owner only, and a restart takes both as they are", () => {
  const first = keep();
  expect(statSync(join(folder, "https-key.pem")).mode & 0o777).toBe(0o600);
  const again = keep();
  expect(again.fingerprint).toBe(first.fingerprint);
  expect(again.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(again.current).toEqual(first.current);
  expect(new X509Certificate(first.current.cert).fingerprint256).toBe(first.fingerprint);
});

test("another address and an end that comes near make another certificate for the same key", async () => {
  const keeper = keep();
  const key = keyFile();
  const fingerprints = [keeper.fingerprint];
  let renewed = 0;
  const end = keeper.watch(() => {
    renewed += 1;
    fingerprints.push(keeper.fingerprint);
  });
  await clock.advanceBy(2 * 60 * 60_000);
  expect(renewed).toBe(0);
  names = ["mega.local", "192.168.20.77"];
  await clock.advanceBy(60 * 60_000);
  expect(renewed).toBe(1);
  expect(new X509Certificate(keeper.current.cert).checkIP("192.168.20.77")).toBe("192.168.20.77");
  await clock.advanceBy(791 * dayMs);
  expect(renewed).toBe(2);
  expect(new Set(fingerprints).size).toBe(3);
  expect(keyFile()).toBe(key);
  end();
});

test("a certificate made while the clock had lost its time is made anew", () => {
  clock = movedClock({ startMs: Date.UTC(2030, 0, 1), settle: () => Promise.resolve() });
  const early = keep().fingerprint;
  clock = movedClock({ startMs, settle: () => Promise.resolve() });
  const keeper = keep();
  expect(keeper.fingerprint).not.toBe(early);
  expect(new X509Certificate(keeper.current.cert).validFromDate.getTime()).toBe(startMs - dayMs);
});

test("half a certificate is made anew, and a spoilt key is told", () => {
  const before = keep();
  writeFileSync(join(folder, "https-certificate.pem"), before.current.cert.slice(0, 200));
  expect(keep().current.key).toBe(before.current.key);
  writeFileSync(join(folder, "https-key.pem"), "spoilt");
  expect(keep().current.key).not.toBe(before.current.key);
  expect(failures).toHaveLength(1);
});

test("a folder that takes nothing is told, and there is a certificate all the same", () => {
  const keeper = new CertificateKeeper({
    clock,
    dataFolder: join(folder, "missing"),
    names: () => names,
    onFailure: (error) => failures.push(error),
  });
  expect(failures).toHaveLength(2);
  expect(new X509Certificate(keeper.current.cert).checkHost("mega.local")).toBe("mega.local");
});
