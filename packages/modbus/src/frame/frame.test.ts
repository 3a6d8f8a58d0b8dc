/** The two framings, against known frames and against any bytes. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRequest, encodeRequest } from "../pdu/request.ts";
import { encodeException, encodeResponse } from "../pdu/response.ts";
import { crc16, crcHolds } from "./crc.ts";
import { encodeMbapFrame, takeMbapFrame } from "./mbap.ts";
import {
  decodeRtuFrame,
  encodeRtuFrame,
  expectedResponseLength,
  matchResponseStart,
  requestFrameLength,
  responseFrameLength,
} from "./rtu.ts";

test("the CRC is that of the standard", () => {
  // Appendix B of the serial line guide: unit 2, function 7 gives 0x1241, sent 41 12.
  expect(crc16(Uint8Array.of(2, 7), 0, 2)).toBe(0x1241);
  const check = new TextEncoder().encode("123456789");
  expect(crc16(check, 0, check.length)).toBe(0x4b37);
});

test("a zero after a frame leaves its CRC valid, so length decides", () => {
  const frame = encodeRtuFrame(1, encodeException(4, 2));
  const longer = Uint8Array.of(...frame, 0);
  expect(crcHolds(longer, 0, longer.length)).toBe(true);
  expect(responseFrameLength(longer, 0, longer.length)).toBe(frame.length);
});

test("a serial frame survives its bytes and fails with any bit flipped", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 247 }),
      fc.uint8Array({ minLength: 1, maxLength: 253 }),
      fc.nat(),
      (unit, pdu, at) => {
        const frame = encodeRtuFrame(unit, pdu);
        const back = decodeRtuFrame(frame);
        expect(back?.unit).toBe(unit);
        expect(Uint8Array.from(back?.pdu ?? [])).toEqual(pdu);
        const bit = at % (frame.length * 8);
        frame[bit >> 3] = (frame[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decodeRtuFrame(frame)).toBeUndefined();
      },
    ),
  );
});

test("lengths are predicted from the first bytes of requests and responses", () => {
  const request = { kind: "readInputWords", address: 72, count: 4 } as const;
  const question = encodeRtuFrame(1, encodeRequest(request));
  expect(requestFrameLength(question, 0, 2)).toBe(question.length);
  const words = [1, 2, 3, 4];
  const answer = encodeRtuFrame(1, encodeResponse({ kind: "readInputWords", words }));
  expect(expectedResponseLength(request)).toBe(answer.length);
  expect(responseFrameLength(answer, 0, 2)).toBe("more");
  expect(responseFrameLength(answer, 0, 3)).toBe(answer.length);
  expect(matchResponseStart(answer, 0, 3, 1, request)).toBe(answer.length);
  expect(matchResponseStart(answer, 0, 3, 2, request)).toBe("none");
  expect(matchResponseStart(answer, 0, 3, 1, { ...request, count: 5 })).toBe("none");
  const write = encodeRtuFrame(1, encodeRequest({ kind: "writeWords", address: 0, words: [1, 2] }));
  expect(requestFrameLength(write, 0, 6)).toBe("more");
  expect(requestFrameLength(write, 0, 7)).toBe(write.length);
});

test("the length of an identification is found as its objects arrive", () => {
  const pdu = encodeResponse({
    kind: "readIdentification",
    category: "basic",
    conformity: 1,
    nextObjectId: undefined,
    objects: [
      { id: 0, bytes: Uint8Array.of(65, 66, 67) },
      { id: 1, bytes: Uint8Array.of(68) },
    ],
  });
  const frame = encodeRtuFrame(9, pdu);
  for (let end = 2; end < frame.length; end++) {
    expect(["more", frame.length]).toContain(responseFrameLength(frame, 0, end));
  }
  expect(responseFrameLength(frame, 0, frame.length)).toBe(frame.length);
});

test("no bytes make a length beyond 256 or an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const length of [
        responseFrameLength(bytes, 0, bytes.length),
        requestFrameLength(bytes, 0, bytes.length),
      ]) {
        if (typeof length === "number") expect(length).toBeLessThanOrEqual(256);
      }
      decodeRtuFrame(bytes);
      takeMbapFrame(bytes, 0, bytes.length);
    }),
  );
});

test("a TCP frame survives its bytes and waits for the last one", () => {
  const pdu = encodeRequest({ kind: "readHoldingWords", address: 1, count: 2 });
  const bytes = encodeMbapFrame({ transactionId: 0xabcd, unit: 7, pdu });
  for (let end = 0; end < bytes.length; end++) {
    expect(takeMbapFrame(bytes, 0, end).kind).toBe("more");
  }
  const head = takeMbapFrame(bytes, 0, bytes.length);
  expect(head).toMatchObject({ kind: "frame", end: 12, frame: { transactionId: 0xabcd, unit: 7 } });
  if (head.kind === "frame") expect(decodeRequest(head.frame.pdu).kind).toBe("request");
});

test("a TCP stream that lies about protocol or length is broken", () => {
  const header = (protocol: number, length: number) =>
    takeMbapFrame(
      Uint8Array.of(0, 1, protocol >> 8, protocol & 255, length >> 8, length & 255),
      0,
      6,
    );
  expect(header(1, 6).kind).toBe("broken");
  expect(header(0, 0).kind).toBe("broken");
  expect(header(0, 2).kind).toBe("broken");
  expect(header(0, 255).kind).toBe("broken");
  expect(header(0, 254).kind).toBe("more");
});
