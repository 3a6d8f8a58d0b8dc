import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movedClock } from "@mega/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type KeyAndCertificate, readTlsFiles, watchTlsFiles } from "./tls-files.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const HOUR_MS = 60 * 60_000;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-tls-"));
  for (const name of ["first", "second"]) makePair(name);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makePair(name: string): void {
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const words = ["req", "-x509", ...curve, "-nodes", "-days", "2", "-subj", `/CN=${name}`];
  const out = ["-keyout", at(`${name}.key`), "-out", at(`${name}.pem`)];
  execFileSync("openssl", [...words, ...out], { stdio: "pipe" });
}

test("files that do not serve are refused by name", () => {
  writeFileSync(at("text"), "no certificate");
  const wrong: readonly (readonly [string, string, string])[] = [
    ["none.pem", "first.key", "--certificate names"],
    ["text", "first.key", "--certificate names"],
    ["first.pem", "text", "--key names"],
    ["first.pem", "second.key", "it is not the key of the certificate"],
  ];
  for (const [certificate, key, message] of wrong) {
    const read = () => readTlsFiles({ certificate: at(certificate), key: at(key) });
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code: "REQUEST_INVALID" }));
  }
});

test("a renewed pair is taken within the hour, half of one leaves the one before", async () => {
  const clock = movedClock({ startMs: 0 });
  const files = { certificate: at("live.pem"), key: at("live.key") };
  copyFileSync(at("first.pem"), files.certificate);
  copyFileSync(at("first.key"), files.key);
  const renewed: KeyAndCertificate[] = [];
  const faults: unknown[] = [];
  const end = watchTlsFiles({
    ...{ clock, files, first: readTlsFiles(files) },
    onRenewed: (pair) => renewed.push(pair),
    onFault: (fault) => faults.push(fault),
  });
  await clock.advanceBy(HOUR_MS);
  expect([renewed, faults]).toEqual([[], []]);
  copyFileSync(at("second.pem"), files.certificate);
  await clock.advanceBy(HOUR_MS);
  expect(renewed).toEqual([]);
  expect(faults).toHaveLength(1);
  copyFileSync(at("second.key"), files.key);
  await clock.advanceBy(2 * HOUR_MS);
  expect(renewed).toEqual([readTlsFiles(files)]);
  end();
  expect(clock.waiting()).toBe(0);
});
