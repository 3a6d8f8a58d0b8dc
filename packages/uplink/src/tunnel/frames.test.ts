import { expect, test } from "vitest";
import { decodeFrame, encodeFrame, type TunnelFrame, tunnelEnds } from "./frames.ts";
import { TUNNEL_DATA_BYTES_MAX, TUNNEL_HEAD_BYTES_MAX, TUNNEL_WINDOW_BYTES } from "./limits.ts";

const request: TunnelFrame = {
  kind: "request",
  streamNo: 7,
  head: { method: "GET", path: "/counters?lang=fr", headers: [["accept", "text/html"]] },
};
const frames: readonly TunnelFrame[] = [
  request,
  { kind: "response", streamNo: 7, head: { status: 200, headers: [["etag", '"é"']] } },
  { kind: "data", streamNo: 4_294_967_295, bytes: Uint8Array.of(0, 255, 7) },
  { kind: "end", streamNo: 1 },
  { kind: "reset", streamNo: 1 },
  { kind: "credit", streamNo: 1, bytes: TUNNEL_WINDOW_BYTES },
  ...tunnelEnds.map((why) => ({ kind: "close", why }) as const),
];

test.each(frames)("$kind comes out as it went in", (frame) => {
  expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
});

/** A head that is sent as it is, whatever its type says. */
function headOf(kind: "request" | "response", head: unknown): Uint8Array {
  return encodeFrame({ kind, streamNo: 1, head } as TunnelFrame);
}

const get = { method: "GET", path: "/", headers: [] };
test.each([
  ["another host's address", { ...get, path: "http://192.168.1.1/" }],
  ["an address without its scheme", { ...get, path: "//192.168.1.1/" }],
  ["the same with a backslash", { ...get, path: "/\\192.168.1.1/" }],
  ["a backslash elsewhere", { ...get, path: "/a\\b" }],
  ["a path that ends the line", { ...get, path: "/ HTTP/1.1\r\nhost: x" }],
  ["a host", { ...get, host: "192.168.1.1" }],
  ["a port", { ...get, port: 22 }],
  ["the header host", { ...get, headers: [["host", "192.168.1.1"]] }],
  ["a proxy's word", { ...get, headers: [["x-forwarded-for", "127.0.0.1"]] }],
  ["another protocol", { ...get, headers: [["upgrade", "websocket"]] }],
  ["a login of a program", { ...get, headers: [["authorization", "Bearer x"]] }],
  ["a value that ends the line", { ...get, headers: [["accept", "a\r\nhost: b"]] }],
  ["a connection through", { ...get, method: "CONNECT" }],
  ["too many headers", { ...get, headers: Array.from({ length: 65 }, () => ["accept", "a"]) }],
  ["a head that is too long", { ...get, path: `/${"a".repeat(TUNNEL_HEAD_BYTES_MAX)}` }],
])("a request with %s is none", (_, head) => {
  expect(decodeFrame(headOf("request", head)).kind).toBe("malformed");
});

test.each([
  ["an answer that is not the last", { status: 101, headers: [] }],
  ["no status", { headers: [] }],
  ["a value that ends the line", { status: 200, headers: [["a", "b\nc"]] }],
  ["a name that is none", { status: 200, headers: [["a b", "c"]] }],
])("a response with %s is none", (_, head) => {
  expect(decodeFrame(headOf("response", head)).kind).toBe("malformed");
});

test.each([
  ["nothing", []],
  ["half a header", [3, 0, 0, 0]],
  ["a kind that there is not", [9, 0, 0, 0, 1]],
  ["data of stream 0", [3, 0, 0, 0, 0, 1]],
  ["data without bytes", [3, 0, 0, 0, 1]],
  ["an end with bytes", [4, 0, 0, 0, 1, 0]],
  ["a reset with bytes", [5, 0, 0, 0, 1, 0]],
  ["no room", [6, 0, 0, 0, 1, 0, 0, 0, 0]],
  ["more room than there is", [6, 0, 0, 0, 1, 255, 255, 255, 255]],
  ["an end of the tunnel in a stream", [7, 0, 0, 0, 1, 0]],
  ["an end without its reason", [7, 0, 0, 0, 0]],
  ["an end for a reason that there is not", [7, 0, 0, 0, 0, 200]],
  ["a head that is no text", [1, 0, 0, 0, 1, 0xff, 0xfe]],
])("%s is no frame", (_, bytes) => {
  expect(decodeFrame(Uint8Array.from(bytes)).kind).toBe("malformed");
});

test("data longer than a frame may be is none", () => {
  const bytes = new Uint8Array(5 + TUNNEL_DATA_BYTES_MAX + 1);
  bytes.set([3, 0, 0, 0, 1]);
  expect(decodeFrame(bytes).kind).toBe("malformed");
  expect(decodeFrame(bytes.subarray(0, bytes.length - 1)).kind).toBe("data");
});

/** Always the same numbers for a seed (mulberry32). */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("whatever bytes come, they are a frame that says the same again, or are told to be none", () => {
  const draw = draws(20_261_126);
  const below = (n: number) => Math.floor(draw() * n);
  const seeds = frames.map(encodeFrame);
  let good = 0;
  for (let no = 0; no < 40_000; no += 1) {
    const from = seeds[below(seeds.length)] ?? new Uint8Array(0);
    // Some bytes of a good frame are changed, cut off or added.
    const bytes = Uint8Array.from([
      ...from.subarray(0, below(4) === 0 ? below(from.length) : 99_999),
    ]);
    for (let changes = below(4); changes > 0; changes -= 1) {
      if (bytes.length > 0) bytes[below(bytes.length)] = below(256);
    }
    const frame = decodeFrame(bytes);
    if (frame.kind === "malformed") continue;
    good += 1;
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
    if (frame.kind === "request") expect(frame.head.path).toMatch(/^\/(?![/\\])/);
  }
  expect(good).toBeGreaterThan(1000);
});
