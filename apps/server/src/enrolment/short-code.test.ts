import { expect, test } from "vitest";
import { makeShortCode, readShortCode } from "./short-code.ts";

test("a code is read however it was typed", () => {
  for (const typed of ["7K3M9QXR", "7k3m-9qxr", " 7K3M 9QXR ", "7-K-3-M-9-Q-X-R"]) {
    expect(readShortCode(typed)).toBe("7K3M9QXR");
  }
  expect(readShortCode("OoIiLl00")).toBe("00111100");
});

test("what cannot be a code is none", () => {
  for (const typed of ["", "7K3M9QX", "7K3M9QXRR", "7K3M9QXU", "7K3M9QX!", "７K3M9QXR"]) {
    expect(readShortCode(typed), typed).toBe(undefined);
  }
});

test("codes differ and are read as they are", () => {
  const codes = Array.from({ length: 200 }, makeShortCode);
  expect(new Set(codes).size).toBe(200);
  for (const code of codes) expect(readShortCode(code)).toBe(code);
});
