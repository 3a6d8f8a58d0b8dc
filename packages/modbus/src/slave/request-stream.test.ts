import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeMbapFrame } from "../frame/mbap.ts";
import { encodeRtuFrame } from "../frame/rtu.ts";
import { createMbapRequestStream, createRtuRequestStream } from "./request-stream.ts";

const readPdu = Uint8Array.of(4, 0, 72, 0, 2);
const everyUnit = () => true;

test("a request split at every byte is found once", () => {
  const frame = encodeRtuFrame(5, readPdu);
  for (let at = 1; at < frame.length; at++) {
    const stream = createRtuRequestStream(everyUnit);
    expect(stream.push(frame.subarray(0, at), 0).requests).toHaveLength(0);
    const { requests } = stream.push(frame.subarray(at), 5);
    expect(requests.map(({ unit, pdu }) => [unit, [...pdu]])).toEqual([[5, [...readPdu]]]);
  }
});

test("noise in front of a request does not hide it, whatever the noise", () => {
  const frame = encodeRtuFrame(5, readPdu);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
      const stream = createRtuRequestStream((unit) => unit === 5);
      const requests = [
        ...stream.push(noise, 0).requests,
        ...stream.push(frame, 1).requests,
      ].filter(({ unit }) => unit === 5);
      expect(requests.map(({ pdu }) => [...pdu])).toContainEqual([...readPdu]);
    }),
  );
});

test("half a request is forgotten after the silence, and the next one is whole", () => {
  const stream = createRtuRequestStream(everyUnit, 100);
  stream.push(Uint8Array.of(5, 16, 0, 0, 0, 100, 200), 0);
  expect(stream.push(encodeRtuFrame(6, readPdu), 101).requests).toHaveLength(1);
});

test("a request to a unit that is not served is skipped, a broadcast is not", () => {
  const stream = createRtuRequestStream((unit) => unit === 5);
  expect(stream.push(encodeRtuFrame(7, readPdu), 0).requests).toHaveLength(0);
  expect(stream.push(encodeRtuFrame(0, readPdu), 1).requests).toHaveLength(1);
});

test("a function nobody knows still ends where its CRC says so", () => {
  const stream = createRtuRequestStream(everyUnit);
  const { requests } = stream.push(encodeRtuFrame(5, Uint8Array.of(17)), 0);
  expect(requests.map(({ pdu }) => [...pdu])).toEqual([[17]]);
});

test("joined and split frames of Modbus TCP all come out", () => {
  const stream = createMbapRequestStream();
  const first = encodeMbapFrame({ transactionId: 1, unit: 5, pdu: readPdu });
  const second = encodeMbapFrame({ transactionId: 2, unit: 6, pdu: readPdu });
  const bytes = new Uint8Array([...first, ...second]);
  const early = stream.push(bytes.subarray(0, 15), 0).requests;
  const late = stream.push(bytes.subarray(15), 1).requests;
  expect(early.map(({ transactionId }) => transactionId)).toEqual([1]);
  expect(late.map(({ transactionId }) => transactionId)).toEqual([2]);
});

test("a header that lies breaks the stream for good", () => {
  const stream = createMbapRequestStream();
  expect(stream.push(Uint8Array.of(0, 1, 0, 9, 0, 6), 0).broken).toBe(true);
  const sound = encodeMbapFrame({ transactionId: 1, unit: 5, pdu: readPdu });
  expect(stream.push(sound, 1)).toEqual({ requests: [], broken: true });
});
