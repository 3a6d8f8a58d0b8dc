import { expect, test } from "vitest";
import { checkCode, groupedCode } from "./setup-code.ts";

test.each([
  ["", { kind: "empty" }],
  ["  - ", { kind: "empty" }],
  ["7K3M", { kind: "more", count: 12 }],
  ["7K3M-Q0ZX-7K3M-Q0Z", { kind: "more", count: 1 }],
  ["7K3M-Q0ZX-7K3M-Q0ZX", { kind: "whole" }],
  ["7k3m q0zx 7k3m q0zx", { kind: "whole" }],
  ["OIL0-0000-0000-0000", { kind: "whole" }],
  ["7K3M-Q0ZX-7K3M-Q0ZX-1", { kind: "long", count: 1 }],
  ["7K3U", { kind: "wrong", character: "U" }],
  ["7K3M-é", { kind: "wrong", character: "É" }],
])("of the code %j is said %j", (typed, check) => {
  expect(checkCode(typed)).toEqual(check);
});

test("a code is shown in groups as on the label", () => {
  expect(groupedCode("7k3mq0zx7k3mq0zx")).toBe("7K3M-Q0ZX-7K3M-Q0ZX");
  expect(groupedCode("oil")).toBe("011");
});
