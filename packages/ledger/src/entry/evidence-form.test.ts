import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "./byte-columns.ts";
import {
  bytesOf,
  evidenceOf,
  formOf,
  gapsIn,
  latin1,
  readGaps,
  writeGaps,
} from "./evidence-form.ts";

function formText(text: string): string | undefined {
  return formOf(bytesOf(text))?.form.replaceAll("\0", "#");
}

const takenAtMs = Date.UTC(2026, 4, 2, 16, 3, 11, 40);

function sealedBytes(text: string, count: number | null): Uint8Array {
  const writer = new ByteWriter();
  const formed = formOf(bytesOf(text)) ?? { form: "", gaps: [] };
  writeGaps(writer, formed, { count, takenAtMs });
  return writer.written();
}

/** The text put together again from its form and what would be sealed. */
function again(text: string, count: number | null): string | undefined {
  const formed = formOf(bytesOf(text));
  if (formed === undefined) return text;
  const gaps = readGaps(sealedBytes(text, count), formed.form, { count, takenAtMs });
  return gaps && latin1(evidenceOf({ form: formed.form, gaps }));
}

test.each([
  ['{"unit":"kWh","import":9634.865}', '{"unit":"kWh","import":#.#}'],
  ['{"total_1":[1,-2.5e3,null]}', '{"total_1":[#,-#.#e#,null]}'],
  ['{"ts":"2026-05-02T16:03:11Z"}', '{"ts":"#-#-#T#:#:#Z"}'],
  ['{"a1" : {"b2":3}}', '{"a1" : {"b2":#}}'],
  ["1234.5", "#.#"],
  ["1000.5\n1001", "#.#\n#"],
  ['{"a":1}\n{"a":2}', '{"a":#}\n{"a":#}'],
  ['"17"', '"#"'],
  [`[${"7".repeat(40)}]`, "[###]"],
  ["1-0:1.8.1(048210.400*kWh)\r\n", "1-0:1.8.1(#.#*kWh)\r\n"],
  ["0-1:24.2.1(260502160000S)(04127.381*m3)\r\n", "0-1:24.2.1(#S)(#.#*m#)\r\n"],
])("digits of %j leave gaps", (text, form) => {
  expect(formText(text)).toBe(form);
  expect(again(text, 12_345)).toBe(text);
  expect(again(text, null)).toBe(text);
});

test.each([
  ["words of a Modbus meter", "\u0000\u0001\u00e2@"],
  ["a name of a person", '{"name":"Jan Peeters","v":7}'],
  ["letters of another alphabet", '{"v":"\u00e97"}'],
  ["an escape", '{"v":"\\u0031"}'],
  ["no digit at all", "{}"],
  ["a telegram that is cut", "1-0:1.8.1(048210"],
  ["nothing", ""],
])("%s has no form: it is sealed whole", (_, text) => {
  expect(formOf(bytesOf(text))).toBeUndefined();
});

test("a text taken apart by a form it has is taken apart as by itself", () => {
  const texts = ['{"v":1}', '{"v":12.5}', '{"v":7.5}', `{"v":${"9".repeat(20)}}`, '{"w":1}'];
  for (const known of texts) {
    const form = formOf(bytesOf(known))?.form ?? "";
    for (const text of texts) {
      const own = formOf(bytesOf(text));
      expect(gapsIn(form, text), `${text} by ${known}`).toEqual(
        own?.form === form ? own.gaps : undefined,
      );
    }
  }
});

test("what the count says already costs a byte", () => {
  expect([...sealedBytes('{"import":9634.865}', 9_634_865)]).toEqual([3]);
  expect([...sealedBytes('{"import":0.007}', 7)]).toEqual([3]);
  expect([...sealedBytes('{"import":9634865}', 9_634_865)]).toEqual([0]);
  expect(sealedBytes('{"import":9634.8}', 9_634_800).length).toBe(4);
});

test.each([
  ['{"ts":"2026-05-02T16:03:11Z"}', 2],
  ['{"ts":"2026-05-02T16:03:11.040Z","v":1}', 2],
  ['{"ts":"2026-05-02T16:02:11.041Z"}', 4],
  ['{"ts":"2026-05-02T16:03:11+00:00"}', 9],
  ['{"ts":"2026-02-30T16:03:11Z"}', 8],
  ['{"ts":"2024-05-02T16:03:11.04Z"}', 8],
  ['{"ts":"2024-05-02T16:03:11Z"}', 7],
])("a time beside that of the reading is a difference: %s costs %i bytes", (text, bytes) => {
  expect(again(text, 77)).toBe(text);
  expect(sealedBytes(text, 77).length).toBe(bytes);
});

test("any text comes back as it was, whatever its count", () => {
  const piece = fc.stringMatching(/^[0-9.,:{}[\]"a-zA-Z()*\r\n -]{0,12}$/);
  const text = fc.array(piece).map((pieces) => `{${pieces.join("")}}`);
  const json = fc.json();
  fc.assert(
    fc.property(fc.oneof(text, json), fc.option(fc.maxSafeInteger()), (any, count) => {
      const bytes = Buffer.from(any, "utf8");
      const expected = latin1(bytes);
      expect(again(expected, count === null ? null : Math.abs(count))).toBe(expected);
    }),
  );
});

test("gaps that were not written so are refused", () => {
  const refused: readonly (readonly [string, number | null, readonly number[]])[] = [
    ["\0", null, [0]],
    ["\0", 5, [1]],
    ["\0.\0", 5, [0]],
    ["\0", 5, [0, 0]],
    ["\0", 5, [20]],
    ["\0", 5, [30]],
    ["\0-\0-\0T\0:\0:\0+", 5, [20]],
    ["\0", 5, []],
  ];
  for (const [form, count, bytes] of refused) {
    const filled = { count, takenAtMs };
    expect(readGaps(Uint8Array.from(bytes), form, filled), `${bytes}`).toBeUndefined();
  }
});
