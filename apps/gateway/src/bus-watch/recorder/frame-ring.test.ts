import { expect, test } from "vitest";
import { FRAMES_MAX, FrameRing } from "./frame-ring.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const shown = (ring: FrameRing, limit = 50) =>
  ring
    .list({ limit })
    .map(
      ({ no, direction, kind, bytes: own }) => `${no} ${direction} ${kind} ${[...own].join(" ")}`,
    );

test("bytes that trickle in are one frame, and it shares the end of its question", () => {
  const ring = new FrameRing();
  ring.sent(4, bytes(4, 3), 1000);
  for (const [index, byte] of [4, 131, 2].entries()) ring.received(bytes(byte), 1020 + index * 9);
  ring.ended(4, "exception", 12);
  expect(shown(ring)).toEqual(["2 received exception 4 131 2", "1 sent exception 4 3"]);
  expect(ring.list({ limit: 1 })[0]).toMatchObject({ unit: 4, turnaroundMs: 12, atMs: 1020 });
});

test("what comes after its question was given up is late, and noise is nobody's", () => {
  const ring = new FrameRing();
  ring.received(bytes(0), 500);
  ring.sent(4, bytes(4, 3), 1000);
  ring.ended(4, "timeout", null);
  ring.received(bytes(4, 3, 2), 1400);
  ring.late(4, 390);
  expect(shown(ring)).toEqual([
    "3 received late 4 3 2",
    "2 sent timeout 4 3",
    "1 received noise 0",
  ]);
  expect(ring.list({ limit: 9, kind: "noise" })[0]?.unit).toBeNull();
});

test("a late reply during another question is not taken for its answer", () => {
  const ring = new FrameRing();
  ring.sent(4, bytes(4), 1000);
  ring.ended(4, "timeout", null);
  ring.sent(9, bytes(9), 1300);
  ring.received(bytes(4, 4), 1350);
  ring.late(4, 340);
  expect(ring.lastExchange().received.length).toBe(0);
  ring.received(bytes(9, 9), 1360);
  ring.ended(9, "ok", 50);
  expect(shown(ring)).toEqual([
    "4 received ok 9 9",
    "3 received late 4 4",
    "2 sent ok 9",
    "1 sent timeout 4",
  ]);
});

test("a question that has not ended is open, and another unit's end leaves it so", () => {
  const ring = new FrameRing();
  ring.sent(4, bytes(4), 1000);
  ring.ended(5, "ok", 1);
  expect(ring.list({ limit: 9 })[0]?.kind).toBe("open");
});

test("the newest two thousand are kept, and pages go both ways", () => {
  const ring = new FrameRing();
  for (let no = 1; no <= FRAMES_MAX + 10; no++) {
    ring.sent(no % 3, bytes(no & 0xff), no * 10);
    ring.ended(no % 3, "timeout", null);
  }
  expect([ring.oldestNo, ring.newestNo]).toEqual([11, FRAMES_MAX + 10]);
  const nos = (query: Partial<Parameters<FrameRing["list"]>[0]>) =>
    ring.list({ limit: 3, ...query }).map(({ no }) => no);
  expect(nos({})).toEqual([2010, 2009, 2008]);
  expect(nos({ beforeNo: 100 })).toEqual([99, 98, 97]);
  expect(nos({ beforeNo: 13 })).toEqual([12, 11]);
  expect(nos({ afterNo: 2009 })).toEqual([2010]);
  expect(nos({ unit: 1 })).toEqual([2008, 2005, 2002]);
});

test("noise longer than a frame goes on in the next entry", () => {
  const ring = new FrameRing();
  ring.received(new Uint8Array(600), 1000);
  expect(ring.list({ limit: 9 }).map(({ bytes: own }) => own.length)).toEqual([80, 260, 260]);
});
