import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBatch, encodeBatch } from "./batch.ts";
import { credentialText, readCredential } from "./credential.ts";
import { decodeKeys, encodeKeys } from "./month-keys.ts";

const ledgerId = new Uint8Array(16).fill(7);

test("a batch comes back as it went", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const batches = fc.record({
    ledgerId: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    generation: fc.integer({ min: 1, max: 1000 }),
    fromSeq: fc.integer({ min: 1, max: 2 ** 40 }),
    entries: fc.array(bytes, { minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(batches, (batch) => {
      expect(decodeBatch(encodeBatch(batch))).toEqual(batch);
    }),
  );
});

test("whatever else comes is refused with the field", () => {
  const good = { ledgerId, generation: 1, fromSeq: 1, entries: [new Uint8Array([1])] };
  const wrong: readonly (readonly [Partial<typeof good>, string])[] = [
    [{ ledgerId: new Uint8Array(15) }, "ledgerId is 15 bytes; allowed: 16 bytes"],
    [{ generation: 0 }, "generation is 0; allowed: a whole number from 1"],
    [{ fromSeq: -1 }, "fromSeq is -1; allowed: a whole number from 1"],
    [{ entries: [] }, "entries is 0 entries; allowed: 1 to 500 entries"],
    [{ entries: [new Uint8Array(0)] }, "entries/0 is 0 bytes; allowed: bytes"],
  ];
  for (const [part, message] of wrong) {
    expect(() => decodeBatch(encodeBatch({ ...good, ...part }))).toThrow(message);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeBatch(bytes)).toThrow(
        expect.objectContaining({ code: "REQUEST_INVALID" }),
      );
    }),
  );
});

test("keys come back as they went; a refusal tells none", () => {
  const key = new Uint8Array(32).fill(9);
  const keys = { ledgerId, keys: [{ sourceNo: 3, month: "2026-05", key }] };
  expect(decodeKeys(encodeKeys(keys))).toEqual(keys);
  const short = { ledgerId, keys: [{ sourceNo: 3, month: "2026-13", key }] };
  expect(() => decodeKeys(encodeKeys(short))).toThrow("keys/0/month is something else");
});

test("a credential is read from its text, and from no other", () => {
  const credential = { gatewayId: 4711, secret: "A".repeat(43) };
  expect(readCredential(credentialText(credential))).toEqual(credential);
  for (const text of ["", "mega1.0.x", `mega1.01.${"A".repeat(43)}`, `mega2.1.${"A".repeat(43)}`]) {
    expect(readCredential(text)).toBe(undefined);
  }
});
