import { expect, test } from "vitest";
import { isMac, isToken } from "./typed-token.ts";

test("a token is taken as it is printed and as it is typed", () => {
  expect(isToken("7K3MQ-0ZX1P-7K3MQ-0ZX1P-7K3MQ-0")).toBe(true);
  expect(isToken(" 7k3mq 0zxlp 7k3mq ozxip 7k3mq o ")).toBe(true);
  for (const text of ["", "7K3MQ-0ZX1P", "7K3MQ-0ZX1P-7K3MQ-0ZX1P-7K3MQ-U"])
    expect(isToken(text)).toBe(false);
});

test("a MAC is taken with colons, hyphens or nothing between", () => {
  for (const text of ["02:00:00:00:00:1a", "02-00-00-00-00-1A", " 02000000001a "])
    expect(isMac(text)).toBe(true);
  for (const text of ["", "02:00:00:00:00", "02:00:00:00:00:1g"]) expect(isMac(text)).toBe(false);
});
