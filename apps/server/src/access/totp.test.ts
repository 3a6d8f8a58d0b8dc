import { expect, test } from "vitest";
import { base32, factorCode, factorStep, factorUri, newFactorSecret, stepOfCode } from "./totp.ts";

const secret = Buffer.from("12345678901234567890");

test.each([
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
])("the code at %i s is that of RFC 6238, appendix B", (atS, code) => {
  expect(factorCode(secret, factorStep(atS * 1000), 8)).toBe(code);
});

test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("%s in Base32 is that of RFC 4648", (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded);
});

test("a telephone may be one step early or late, and no more", () => {
  const nowMs = 1_700_000_000_000;
  const step = factorStep(nowMs);
  const taken = (at: number) => stepOfCode(secret, factorCode(secret, at), { nowMs, lastStep: 0 });
  expect([step - 1, step, step + 1].map(taken)).toEqual([step - 1, step, step + 1]);
  expect([step - 2, step + 2].map(taken)).toEqual([undefined, undefined]);
});

test("a code opens once, and none before it afterwards", () => {
  const nowMs = 1_700_000_000_000;
  const step = factorStep(nowMs);
  const lastStep = step;
  expect(stepOfCode(secret, factorCode(secret, step), { nowMs, lastStep })).toBeUndefined();
  expect(stepOfCode(secret, factorCode(secret, step - 1), { nowMs, lastStep })).toBeUndefined();
  expect(stepOfCode(secret, factorCode(secret, step + 1), { nowMs, lastStep })).toBe(step + 1);
});

test("what is no code is refused whatever its length", () => {
  const clock = { nowMs: 60_000, lastStep: 0 };
  for (const typed of ["", "1", "1234567", "１２３４５６"]) {
    expect(stepOfCode(secret, typed, clock)).toBeUndefined();
  }
});

test("an app finds the secret, the address and who gave it in its QR code", () => {
  const made = newFactorSecret();
  const uri = new URL(factorUri(made, "anna+1@example.org"));
  expect(decodeURIComponent(uri.pathname)).toBe("/MEGA:anna+1@example.org");
  expect(uri.searchParams.get("secret")).toBe(base32(made));
  expect(uri.searchParams.get("issuer")).toBe("MEGA");
});
