import { createHash } from "node:crypto";
import { encodeCanonical } from "@mega/ledger";
import { expect, test } from "vitest";
import {
  gatewayOfTopic,
  makePipeNumber,
  openPipe,
  type PipeHead,
  pipeKeysOf,
  pipeTopic,
  readPipe,
  sealPipe,
} from "./pipe.ts";
import { decodeAck, encodeAck } from "./pipe-ack.ts";
import { decodeCall, encodeCall } from "./pipe-call.ts";

const secretHash = createHash("sha256").update("a gateway's secret").digest();
const up = pipeKeysOf(secretHash, "up");
const down = pipeKeysOf(secretHash, "down");
const head: PipeHead = { kind: "batch", gatewayId: 4711, generation: 2, number: makePipeNumber() };
const content = new TextEncoder().encode("entries as they were hashed");
const sent = sealPipe(up, head, content);

const read = (bytes: Uint8Array) => {
  const envelope = readPipe(bytes);
  if (envelope === undefined) throw new Error("no message");
  return envelope;
};

test("who has the keys reads what was sent, and nobody else", () => {
  expect(read(sent)).toMatchObject(head);
  expect(openPipe(up, read(sent))).toEqual(content);
  const other = createHash("sha256").update("another secret").digest();
  for (const keys of [down, pipeKeysOf(other, "up")]) {
    expect(openPipe(keys, read(sent))).toBe(undefined);
  }
  expect(Buffer.from(sent).includes("entries")).toBe(false);
});

test("whatever is changed on the way is no longer proved", () => {
  let refused = 0;
  for (let at = 0; at < sent.length; at++) {
    const changed = Uint8Array.from(sent);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const envelope = readPipe(changed);
    if (envelope === undefined || openPipe(up, envelope) === undefined) refused += 1;
  }
  expect(refused).toBe(sent.length);
});

test("the same content never looks the same twice", () => {
  expect(sealPipe(up, head, content)).not.toEqual(sent);
});

test.each([
  ["no CBOR", Uint8Array.of(0xff)],
  ["no array", encodeCanonical("batch")],
  ["another version", encodeCanonical([2, "batch", 1, 1, ...bytesOf(16, 16, 3, 32)])],
  ["another kind", encodeCanonical([1, "command", 1, 1, ...bytesOf(16, 16, 3, 32)])],
  ["no gateway", encodeCanonical([1, "batch", 0, 1, ...bytesOf(16, 16, 3, 32)])],
  ["a short number", encodeCanonical([1, "batch", 1, 1, ...bytesOf(15, 16, 3, 32)])],
  ["a short proof", encodeCanonical([1, "batch", 1, 1, ...bytesOf(16, 16, 3, 31)])],
  ["too many bytes", new Uint8Array(2 ** 20)],
])("%s is no message", (_what, bytes) => {
  expect(readPipe(bytes)).toBe(undefined);
});

function bytesOf(...lengths: readonly number[]): readonly Uint8Array[] {
  return lengths.map((length) => new Uint8Array(length));
}

test("a topic names one gateway and one direction", () => {
  expect(pipeTopic(4711, "down")).toBe("mega/4711/down");
  expect(gatewayOfTopic("mega/4711/down", "down")).toBe(4711);
  for (const topic of ["mega/4711/up", "mega/04711/down", "mega/4711/down/x", "mega/+/down", ""]) {
    expect(gatewayOfTopic(topic, "down")).toBe(undefined);
  }
});

test("an answer comes out as it went in, and others are none", () => {
  const ack = { status: 409, body: new TextEncoder().encode("{}") };
  expect(decodeAck(encodeAck(ack))).toEqual(ack);
  expect(decodeAck(encodeCanonical([99, ack.body]))).toBe(undefined);
  expect(decodeAck(encodeCanonical([200]))).toBe(undefined);
});

test("a call comes out as it went in, looks alike whatever it says, and others are none", () => {
  const atMs = Date.UTC(2026, 10, 26);
  const [yes, no] = [true, false].map((waits) => ({ atMs, waits }));
  if (yes === undefined || no === undefined) throw new Error("two calls");
  expect([decodeCall(encodeCall(yes)), decodeCall(encodeCall(no))]).toEqual([yes, no]);
  expect(encodeCall(yes).length).toBe(encodeCall(no).length);
  for (const other of [[atMs], [-1, true], [atMs, 1], ["now", true], "call"]) {
    expect(decodeCall(encodeCanonical(other))).toBe(undefined);
  }
});
