import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applySeal, makeMonthKey } from "./seal.ts";

/** AES-256-CTR of the platform itself. */
function counterMode(key: Uint8Array, seq: number, sourceNo: number, value: Uint8Array) {
  const block = Buffer.alloc(16);
  block.writeBigUInt64BE(BigInt(seq));
  block.writeUInt32BE(sourceNo, 8);
  return new Uint8Array(createCipheriv("aes-256-ctr", key, block).update(value));
}

test("a value is sealed by AES-256-CTR, whatever its length, and opened by the same step", () => {
  const keys = [makeMonthKey(), makeMonthKey()];
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      fc.integer({ min: 1, max: 0xffff_ffff }),
      fc.uint8Array({ maxLength: 100 }),
      (key, seq, sourceNo, value) => {
        const sealed = applySeal(key, { seq, sourceNo }, value);
        expect(sealed).toEqual(counterMode(key, seq, sourceNo, value));
        expect(applySeal(key, { seq, sourceNo }, sealed)).toEqual(value);
      },
    ),
    { numRuns: 500 },
  );
  const long = new Uint8Array(4099).fill(0x5a);
  const [key = long] = keys;
  expect(applySeal(key, { seq: 9, sourceNo: 3 }, long)).toEqual(counterMode(key, 9, 3, long));
});

test("values of entries near each other are each sealed by their own entry and source", () => {
  const [key, other] = [makeMonthKey(), makeMonthKey()];
  const near = fc.record({
    key: fc.constantFrom(key, other),
    seq: fc.integer({ min: 1, max: 80 }),
    sourceNo: fc.integer({ min: 1, max: 3 }),
    value: fc.uint8Array({ maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.array(near, { minLength: 2, maxLength: 40 }), (several) => {
      for (const { key: used, seq, sourceNo, value } of several) {
        const sealed = applySeal(used, { seq, sourceNo }, value);
        expect(sealed).toEqual(counterMode(used, seq, sourceNo, value));
      }
    }),
  );
});
