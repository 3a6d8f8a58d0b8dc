import { expect, test } from "vitest";
import { rawText } from "./raw-text.ts";

const hexOf = (text: string) => Buffer.from(text, "latin1").toString("hex");

test("words are shown as pairs", () => {
  expect(rawText("0404044616")).toBe("04 04 04 46 16");
  expect(rawText("")).toBe("");
});

test("a message is shown as its text", () => {
  expect(rawText(hexOf('{"wh":1}'))).toBe('{"wh":1}');
  expect(rawText(hexOf("1-0:1.8.0(001.5*kWh)\r\n"))).toBe("1-0:1.8.0(001.5*kWh)");
});

test("one byte that cannot be read shows all of them as pairs", () => {
  expect(rawText(hexOf("kWh\u00e9"))).toBe("6B 57 68 E9");
});
