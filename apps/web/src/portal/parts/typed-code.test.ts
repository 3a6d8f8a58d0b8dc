import { expect, test } from "vitest";
import { readTypedCode } from "./typed-code.ts";

test.each(["7K3M9QXR", "7k3m-9qxr", " 7K3M 9QXR ", "7k3m–9qxr", "7.K3M9.QXR"])(
  "%j is read as a person means it",
  (typed) => {
    expect(readTypedCode(typed)).toEqual({ kind: "whole", code: "7K3M9QXR" });
  },
);

test("letters that look like figures are read as figures", () => {
  expect(readTypedCode("olio0110")).toEqual({ kind: "whole", code: "01100110" });
});

test("what is missing, too much or no character of a code is told", () => {
  expect(readTypedCode("")).toEqual({ kind: "short", left: 8 });
  expect(readTypedCode("7K3M-9")).toEqual({ kind: "short", left: 3 });
  expect(readTypedCode("7K3M9QXR1")).toEqual({ kind: "long" });
  expect(readTypedCode("7K3U9QXR")).toEqual({ kind: "sign", sign: "U" });
});
