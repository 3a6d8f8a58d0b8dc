import fc from "fast-check";
import { expect, test } from "vitest";
import { offsetOf, questionPacket, readAnswer } from "./sntp-packet.ts";
import { writeTimestamp } from "./testing/time-server.ts";

const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

function answer(change: (packet: Uint8Array) => void = () => undefined): Uint8Array {
  const packet = new Uint8Array(48);
  packet[0] = 0x24;
  packet[1] = 2;
  packet.set(nonce, 24);
  writeTimestamp(packet, 32, 1_777_000_000_250);
  writeTimestamp(packet, 40, 1_777_000_000_500);
  change(packet);
  return packet;
}

test("a question is 48 bytes of version 4 from a client and tells no time", () => {
  const packet = questionPacket(nonce);
  expect(packet.length).toBe(48);
  expect(packet[0]).toBe(0b00_100_011);
  expect([...packet.subarray(1, 40)].every((byte) => byte === 0)).toBe(true);
  expect(packet.subarray(40)).toEqual(nonce);
});

test("an answer tells when the server got the question and when it answered", () => {
  const read = readAnswer(answer(), nonce);
  expect(read).toMatchObject({ kind: "answered", stratum: 2, leap: "none" });
  if (read.kind !== "answered") return;
  expect(read.receivedAtMs).toBeCloseTo(1_777_000_000_250, 2);
  expect(read.sentAtMs).toBeCloseTo(1_777_000_000_500, 2);
});

test("the seconds that begin again in 2036 are read as later ones", () => {
  const in2040Ms = Date.UTC(2040, 0, 1);
  const read = readAnswer(
    answer((packet) => writeTimestamp(packet, 40, in2040Ms)),
    nonce,
  );
  expect(read).toMatchObject({ kind: "answered", sentAtMs: in2040Ms });
});

test("an announced leap second is told, and a server that does not know the time", () => {
  const withHead = (head: number) =>
    readAnswer(
      answer((packet) => {
        packet[0] = head;
      }),
      nonce,
    );
  expect(withHead(0x64)).toMatchObject({ leap: "insert" });
  expect(withHead(0xa4)).toMatchObject({ leap: "delete" });
  expect(withHead(0xe4)).toEqual({ kind: "unsynchronised" });
});

test("a kiss-o'-death is told with its code", () => {
  const kiss = answer((packet) => {
    packet[1] = 0;
    packet.set(new TextEncoder().encode("RATE"), 12);
  });
  expect(readAnswer(kiss, nonce)).toEqual({ kind: "kiss", code: "RATE" });
});

test("what answers another question or is no server is foreign", () => {
  const other = answer((packet) => packet.fill(9, 24, 32));
  expect(readAnswer(other, nonce)).toEqual({ kind: "foreign", why: "another's answer" });
  expect(readAnswer(new Uint8Array(47), nonce)).toEqual({ kind: "foreign", why: "47 bytes" });
  const client = answer((packet) => {
    packet[0] = 0x23;
  });
  expect(readAnswer(client, nonce)).toEqual({ kind: "foreign", why: "mode 3" });
});

test("no bytes make reading throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      readAnswer(bytes, nonce);
    }),
  );
});

test("the offset is the mean of both ways, the delay what is left of the time", () => {
  // Out 30 ms, back 10 ms, 5 ms inside; the server is 100 ms ahead. Unequal ways cost half of it.
  const instants = { sentMs: 1000, serverGotMs: 1130, serverSentMs: 1135, gotMs: 1045 };
  expect(offsetOf(instants)).toEqual({ offsetMs: 110, delayMs: 40 });
});
