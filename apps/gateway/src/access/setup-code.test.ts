import { expect, test } from "vitest";
import { makeSetupCode, normalSetupCode } from "./setup-code.ts";

test("a code is 16 characters of Crockford's base32 in four groups, and never the same", () => {
  const codes = Array.from({ length: 200 }, makeSetupCode);
  for (const code of codes)
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(new Set(codes).size).toBe(200);
  // Every letter of the alphabet turns up.
  expect(new Set(codes.join("").replaceAll("-", "")).size).toBe(32);
});

test.each([
  ["7K3M-Q0ZX-1234-ABCD", "7K3MQ0ZX1234ABCD"],
  ["7k3mq0zx1234abcd", "7K3MQ0ZX1234ABCD"],
  [" 7k3m qozx i234 abcd ", "7K3MQ0ZX1234ABCD"],
  ["7K3M-QOZX-L234-ABCD", "7K3MQ0ZX1234ABCD"],
  ["7K3M-Q0ZX-1234-ABC", undefined],
  ["7K3M-Q0ZX-1234-ABCU", undefined],
  ["", undefined],
])("%j is read as %s", (typed, wanted) => {
  expect(normalSetupCode(typed)).toBe(wanted);
});
