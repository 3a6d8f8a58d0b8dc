// Both sides of a tunnel joined in memory: bodies, room, streams, ends.

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { decodeFrame, encodeFrame, type TunnelEnd, type TunnelFrame } from "./frames.ts";
import type { TunnelRequestHead, TunnelResponseHead } from "./heads.ts";
import { TUNNEL_STREAMS_MAX, TUNNEL_WINDOW_BYTES } from "./limits.ts";
import { TunnelLink } from "./tunnel-link.ts";
import type { TunnelStream } from "./tunnel-stream.ts";

const head: TunnelRequestHead = { method: "GET", path: "/", headers: [] };
const answer: TunnelResponseHead = { status: 200, headers: [] };

/** Two sides; what each says, the other hears a turn later. */
function joined(onRequest: (stream: TunnelStream, head: TunnelRequestHead) => void) {
  const ends: [string, TunnelEnd, string][] = [];
  const bytesTold = { server: 0, gateway: 0 };
  const server: TunnelLink = new TunnelLink({
    send: (bytes) => {
      bytesTold.server += bytes.length;
      setImmediate(() => gateway.receive(bytes));
    },
    onEnd: (why, detail) => ends.push(["server", why, detail]),
  });
  const gateway: TunnelLink = new TunnelLink({
    send: (bytes) => {
      bytesTold.gateway += bytes.length;
      setImmediate(() => server.receive(bytes));
    },
    onRequest: (asked, stream) => onRequest(stream, asked),
    onEnd: (why, detail) => ends.push(["gateway", why, detail]),
  });
  return { server, gateway, ends, bytesTold };
}

async function bodyOf(stream: TunnelStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

function asked(link: TunnelLink, onHead: (head: TunnelResponseHead) => void = () => undefined) {
  const stream = link.request(head, onHead);
  if (stream === undefined) throw new Error("the request was not taken");
  return stream;
}

/** Bytes that are all told apart by their place. */
function bytesOf(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255));
}

test("a body goes there and back whole, both at once, far beyond the room of a stream", async () => {
  const { server, gateway } = joined((stream) => {
    stream.respond(answer);
    stream.pipe(stream);
  });
  const sent = bytesOf(TUNNEL_WINDOW_BYTES * 7 + 13);
  const heads: number[] = [];
  const stream = asked(server, ({ status }) => heads.push(status));
  stream.end(sent);
  expect((await bodyOf(stream)).equals(sent)).toBe(true);
  expect(heads).toEqual([200]);
  await pause(1);
  expect([server.open, gateway.open]).toEqual([0, 0]);
  expect(server.counts.requests).toBe(1);
  expect(gateway.counts.bytesOut).toBeGreaterThan(sent.length);
});

test("an answer without a body ends as well", async () => {
  const { server, gateway } = joined((stream) => {
    stream.respond({ status: 304, headers: [] });
    stream.resume();
    stream.end();
  });
  const stream = asked(server);
  stream.end();
  expect((await bodyOf(stream)).length).toBe(0);
  await pause(1);
  expect([server.open, gateway.open]).toEqual([0, 0]);
});

test("whoever reads nothing is sent one window, and the others go on", async () => {
  const { server, bytesTold } = joined((stream) => {
    stream.respond(answer);
    stream.resume();
    stream.end(bytesOf(TUNNEL_WINDOW_BYTES * 4));
  });
  const slow = asked(server);
  slow.end();
  await pause(20);
  const waiting = bytesTold.gateway;
  expect(waiting).toBeLessThan(TUNNEL_WINDOW_BYTES + slow.readableHighWaterMark * 2 + 1000);
  const other = asked(server);
  other.end();
  expect((await bodyOf(other)).length).toBe(TUNNEL_WINDOW_BYTES * 4);
  expect((await bodyOf(slow)).length).toBe(TUNNEL_WINDOW_BYTES * 4);
});

test("a request that is given up ends at the other side, and what was under way is let go", async () => {
  const closed: string[] = [];
  const { server, gateway, ends } = joined((stream) => {
    stream.respond(answer);
    stream.write(bytesOf(1000));
    stream.on("close", () => closed.push("gateway"));
  });
  const stream = asked(server);
  await pause(5);
  stream.destroy();
  await pause(5);
  expect(closed).toEqual(["gateway"]);
  expect([server.open, gateway.open, ends]).toEqual([0, 0, []]);
});

test("no more requests go on than may; then there is room again", async () => {
  const streams: TunnelStream[] = [];
  const { server } = joined((stream) => void streams.push(stream));
  const all = Array.from({ length: TUNNEL_STREAMS_MAX }, () => asked(server));
  expect(server.request(head, () => undefined)).toBeUndefined();
  all[3]?.destroy();
  expect(server.request(head, () => undefined)).toBeDefined();
});

test("the end of a tunnel is told with its reason, and ends every request", async () => {
  const { server, gateway, ends } = joined((stream) => stream.respond(answer));
  const stream = asked(server);
  await pause(5);
  gateway.end("gateway");
  await pause(5);
  expect(ends).toEqual([
    ["gateway", "gateway", ""],
    ["server", "gateway", ""],
  ]);
  expect(stream.destroyed).toBe(true);
  expect(server.request(head, () => undefined)).toBeUndefined();
  server.end("time");
  expect(ends).toHaveLength(2);
});

const breaches: readonly (readonly [string, readonly TunnelFrame[]])[] = [
  ["bytes before the head", [{ kind: "data", streamNo: 1, bytes: Uint8Array.of(1) }]],
  ["a stream that nobody opened", [{ kind: "end", streamNo: 2 }]],
  ["a request from the gateway", [{ kind: "request", streamNo: 2, head }]],
  ["more room than there is", [{ kind: "credit", streamNo: 1, bytes: 1 }]],
  [
    "an answer that nobody asked for",
    [
      { kind: "response", streamNo: 1, head: answer },
      { kind: "response", streamNo: 1, head: answer },
    ],
  ],
  [
    "bytes behind the end",
    [
      { kind: "response", streamNo: 1, head: answer },
      { kind: "end", streamNo: 1 },
      { kind: "data", streamNo: 1, bytes: Uint8Array.of(1) },
    ],
  ],
  [
    "more bytes than there is room for",
    [
      { kind: "response", streamNo: 1, head: answer },
      ...[1, 2, 3].map(
        () => ({ kind: "data", streamNo: 1, bytes: new Uint8Array(65_536) }) as const,
      ),
    ],
  ],
];

test.each(breaches)("%s ends the tunnel as a breach", (what, frames) => {
  const said: TunnelFrame["kind"][] = [];
  const ends: string[] = [];
  const server = new TunnelLink({
    send: (bytes) => {
      const frame = decodeFrame(bytes);
      if (frame.kind !== "malformed") said.push(frame.kind);
    },
    onEnd: (why, detail) => ends.push(`${why}: ${detail}`),
  });
  const stream = asked(server);
  for (const frame of frames) server.receive(encodeFrame(frame));
  expect(ends).toEqual([expect.stringContaining(`breach: ${what}`)]);
  expect(said.at(-1)).toBe("close");
  expect(stream.destroyed).toBe(true);
});

test("a gateway ends a tunnel whose server opens more than may go on, or a number again", () => {
  for (const numbers of [
    Array.from({ length: TUNNEL_STREAMS_MAX + 1 }, (_, at) => at + 1),
    [2, 2],
  ]) {
    const ends: TunnelEnd[] = [];
    const gateway = new TunnelLink({
      send: () => undefined,
      onRequest: () => undefined,
      onEnd: (why) => ends.push(why),
    });
    for (const streamNo of numbers)
      gateway.receive(encodeFrame({ kind: "request", streamNo, head }));
    expect(ends).toEqual(["breach"]);
  }
});
