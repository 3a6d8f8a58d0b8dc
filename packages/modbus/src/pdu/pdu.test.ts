/** Round trips and refusals of requests and responses. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { pduLimits } from "./function-code.ts";
import type { ModbusRequest } from "./request.ts";
import { decodeRequest, encodeRequest, requestFault } from "./request.ts";
import type { ModbusResponse } from "./response.ts";
import { decodeResponse, encodeException, encodeResponse } from "./response.ts";

const word = fc.integer({ min: 0, max: 0xffff });
const address = fc.integer({ min: 0, max: 60_000 });

const anyRequest: fc.Arbitrary<ModbusRequest> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("readCoils" as const, "readDiscreteInputs" as const),
    address,
    count: fc.integer({ min: 1, max: pduLimits.bitsPerRead }),
  }),
  fc.record({
    kind: fc.constantFrom("readHoldingWords" as const, "readInputWords" as const),
    address,
    count: fc.integer({ min: 1, max: pduLimits.wordsPerRead }),
  }),
  fc.record({ kind: fc.constant("writeCoil" as const), address, on: fc.boolean() }),
  fc.record({ kind: fc.constant("writeWord" as const), address, word }),
  fc.record({
    kind: fc.constant("writeCoils" as const),
    address,
    bits: fc.array(fc.boolean(), { minLength: 1, maxLength: pduLimits.bitsPerWrite }),
  }),
  fc.record({
    kind: fc.constant("writeWords" as const),
    address,
    words: fc.array(word, { minLength: 1, maxLength: pduLimits.wordsPerWrite }),
  }),
  fc.record({
    kind: fc.constant("readIdentification" as const),
    category: fc.constantFrom(
      "basic" as const,
      "regular" as const,
      "extended" as const,
      "one" as const,
    ),
    objectId: fc.integer({ min: 0, max: 255 }),
  }),
);

function answerTo(request: ModbusRequest): ModbusResponse {
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs":
      return {
        kind: request.kind,
        bits: Array.from({ length: request.count }, (_, index) => index % 3 === 0),
      };
    case "readHoldingWords":
    case "readInputWords":
      return {
        kind: request.kind,
        words: Array.from({ length: request.count }, (_, index) => (index * 7919) & 0xffff),
      };
    case "writeCoil":
    case "writeWord":
      return request;
    case "writeCoils":
      return { kind: "writeCoils", address: request.address, count: request.bits.length };
    case "writeWords":
      return { kind: "writeWords", address: request.address, count: request.words.length };
    case "readIdentification":
      return {
        kind: "readIdentification",
        category: request.category,
        conformity: 0x81,
        nextObjectId: undefined,
        objects: [{ id: 0, bytes: Uint8Array.of(0x41, 0x42) }],
      };
  }
}

test("a request survives its bytes", () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      expect(decodeRequest(encodeRequest(request))).toEqual({ kind: "request", request });
    }),
  );
});

test("an answer survives its bytes and answers no request of another shape", () => {
  fc.assert(
    fc.property(anyRequest, anyRequest, (request, other) => {
      const response = answerTo(request);
      const pdu = encodeResponse(response);
      expect(pdu.length).toBeLessThanOrEqual(pduLimits.pduBytes);
      expect(decodeResponse(request, pdu)).toEqual({ kind: "response", response });
      if (other.kind !== request.kind) expect(decodeResponse(other, pdu).kind).toBe("wrong");
    }),
  );
});

test("any bytes decode to something and never throw", () => {
  fc.assert(
    fc.property(anyRequest, fc.uint8Array({ maxLength: 300 }), (request, bytes) => {
      decodeRequest(bytes);
      decodeResponse(request, bytes);
    }),
  );
});

test("a write is confirmed only by its own address and value", () => {
  const request = { kind: "writeWord", address: 5, word: 7 } as const;
  const other = encodeResponse({ kind: "writeWord", address: 5, word: 8 });
  expect(decodeResponse(request, other).kind).toBe("wrong");
  const words = { kind: "writeWords", address: 5, words: [1, 2] } as const;
  const shorter = encodeResponse({ kind: "writeWords", address: 5, count: 1 });
  expect(decodeResponse(words, shorter).kind).toBe("wrong");
});

test("a refusal gives its code", () => {
  const request = { kind: "readInputWords", address: 72, count: 2 } as const;
  expect(decodeResponse(request, encodeException(4, 2))).toEqual({ kind: "exception", code: 2 });
  expect(decodeResponse(request, encodeException(3, 2)).kind).toBe("wrong");
});

test("a slave refuses an unknown function, a bad count and a span beyond the last address", () => {
  const code = (...bytes: number[]) => {
    const decoded = decodeRequest(Uint8Array.from(bytes));
    return decoded.kind === "refused" ? decoded.code : decoded.kind;
  };
  expect(code(99, 0, 0)).toBe(1);
  expect(code(4, 0, 0, 0, 0)).toBe(3);
  expect(code(4, 0, 0, 0, 126)).toBe(3);
  expect(code(4, 0xff, 0xff, 0, 2)).toBe(2);
  expect(code(16, 0xff, 0xff, 0, 2, 4, 0, 0, 0, 0)).toBe(2);
  expect(code(16, 0, 0, 0, 2, 3, 0, 0, 0)).toBe(3);
  expect(code(5, 0, 0, 0x12, 0x34)).toBe(3);
  expect(code()).toBe(1);
});

test("a request outside the limits is named and cannot be encoded", () => {
  const request = { kind: "readInputWords", address: 0, count: 126 } as const;
  expect(requestFault(request)).toBe("A count of 126 is not 1 to 125.");
  expect(() => encodeRequest(request)).toThrow(RangeError);
  expect(requestFault({ kind: "writeWord", address: 0, word: -1 })).toBeDefined();
});
