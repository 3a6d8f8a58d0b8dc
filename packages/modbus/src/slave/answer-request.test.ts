import fc from "fast-check";
import { expect, test } from "vitest";
import { answerRequest } from "./answer-request.ts";
import type { SlaveImage } from "./slave-image.ts";

function meterImage(): SlaveImage & { readonly written: unknown[] } {
  const written: unknown[] = [];
  return {
    written,
    serves: (unit) => unit === 1,
    readWords: (_unit, _functionCode, address, count) =>
      address + count > 100
        ? { kind: "exception", code: 2 }
        : { kind: "words", words: Array.from({ length: count }, (_, at) => address + at) },
    readBits: (_unit, _functionCode, address, count) => ({
      kind: "bits",
      bits: Array.from({ length: count }, (_, at) => (address + at) % 3 === 0),
    }),
    writeWords: (unit, address, words) => {
      written.push([unit, address, ...words]);
      return { kind: "written" };
    },
    writeBits: (unit, address, bits) => {
      written.push([unit, address, ...bits]);
      return { kind: "written" };
    },
    identity: () => ({
      kind: "identity",
      objects: [
        { objectId: 0, text: "2-WIRE" },
        { objectId: 1, text: "EMM220" },
        { objectId: 2, text: "1.0" },
        { objectId: 128, text: "x".repeat(230) },
      ],
    }),
  };
}

const answer = (pdu: readonly number[], image: SlaveImage = meterImage()) => [
  ...answerRequest(image, 1, Uint8Array.from(pdu)),
];

test("words are answered high byte first", () => {
  expect(answer([4, 0, 72, 0, 2])).toEqual([4, 4, 0, 72, 0, 73]);
  expect(answer([3, 0, 0, 0, 1])).toEqual([3, 2, 0, 0]);
});

test("bits are packed from the lowest bit on", () => {
  expect(answer([1, 0, 0, 0, 10])).toEqual([1, 2, 0b01001001, 0b10]);
  expect(answer([2, 0, 1, 0, 3])).toEqual([2, 1, 0b100]);
});

test("writes reach the image and are confirmed in the words of the standard", () => {
  const image = meterImage();
  expect(answer([5, 0, 9, 0xff, 0], image)).toEqual([5, 0, 9, 0xff, 0]);
  expect(answer([6, 0, 9, 1, 2], image)).toEqual([6, 0, 9, 1, 2]);
  expect(answer([15, 0, 4, 0, 3, 1, 0b101], image)).toEqual([15, 0, 4, 0, 3]);
  expect(answer([16, 0, 4, 0, 2, 4, 0, 1, 0, 2], image)).toEqual([16, 0, 4, 0, 2]);
  expect(image.written).toEqual([
    [1, 9, true],
    [1, 9, 258],
    [1, 4, true, false, true],
    [1, 4, 1, 2],
  ]);
});

test("what a slave does not offer is exception 1, a bad count 3, a bad address 2", () => {
  const { serves, readWords } = meterImage();
  const wordsOnly = { serves, readWords };
  expect(answer([1, 0, 0, 0, 1], wordsOnly)).toEqual([0x81, 1]);
  expect(answer([6, 0, 0, 0, 1], wordsOnly)).toEqual([0x86, 1]);
  expect(answer([43, 14, 1, 0], wordsOnly)).toEqual([0xab, 1]);
  expect(answer([17])).toEqual([0x91, 1]);
  expect(answer([4, 0, 0, 0, 126])).toEqual([0x84, 3]);
  expect(answer([4, 0, 99, 0, 2])).toEqual([0x84, 2]);
});

test("an image that answers another count is a failure of the device, not a shifted reply", () => {
  const short: SlaveImage = {
    serves: () => true,
    readWords: () => ({ kind: "words", words: [1] }),
  };
  expect(answer([4, 0, 0, 0, 2], short)).toEqual([0x84, 4]);
});

test("identification comes in pages and one by one", () => {
  const basic = answer([43, 14, 1, 0]);
  expect(basic.slice(0, 7)).toEqual([43, 14, 1, 0x83, 0, 0, 3]);
  expect(String.fromCharCode(...basic.slice(9, 15))).toBe("2-WIRE");
  const extended = answer([43, 14, 3, 0]);
  expect(extended.slice(0, 7)).toEqual([43, 14, 3, 0x83, 0xff, 128, 3]);
  expect(answer([43, 14, 3, 128]).slice(0, 8)).toEqual([43, 14, 3, 0x83, 0, 0, 1, 128]);
  expect(answer([43, 14, 4, 1]).slice(6, 9)).toEqual([1, 1, 6]);
  expect(answer([43, 14, 4, 77])).toEqual([0xab, 2]);
});

test("no bytes make a slave throw, and every reply fits a PDU", () => {
  const image = meterImage();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 253 }), (pdu) => {
      const reply = answerRequest(image, 1, pdu);
      expect(reply.length).toBeGreaterThanOrEqual(2);
      expect(reply.length).toBeLessThanOrEqual(253);
    }),
  );
});
