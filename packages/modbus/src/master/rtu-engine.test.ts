/** The engine by itself: any bytes at any time, stalls, and back in step every time. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeRtuFrame } from "../frame/rtu.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { encodeRequest } from "../pdu/request.ts";
import { encodeResponse } from "../pdu/response.ts";
import { answerFrame, wordsAt } from "../testing/scripted-bus.ts";
import { lineTiming } from "./line-timing.ts";
import type { ExchangeResult } from "./outcome.ts";
import { RtuEngine } from "./rtu-engine.ts";
import { defaultBusSettings } from "./settings.ts";

const timing = lineTiming({ baud: 9600, charBits: 10, latencyMs: 0 });

function engine(): RtuEngine {
  return new RtuEngine(defaultBusSettings, timing, () => undefined);
}

function jobFor(unit: number, request: ModbusRequest) {
  const frame = encodeRtuFrame(unit, encodeRequest(request));
  return { unit, request, frame, timeoutMs: 300 };
}

function readAt(address: number, count = 2) {
  return { kind: "readInputWords", address, count } as const;
}

interface Saying {
  readonly atMs: number;
  readonly bytes: readonly number[];
}

interface Ended {
  readonly result: ExchangeResult;
  readonly endMs: number;
  /** What had not been said when the transaction ended. */
  readonly left: readonly Saying[];
}

/**
 * Runs a transaction to its end.
 *
 * @param said What comes at times after the question was sent.
 * @param coming What comes anyway, at absolute times.
 */
function exchange(
  rtu: RtuEngine,
  startMs: number,
  unit: number,
  address: number,
  said: readonly { readonly afterMs: number; readonly bytes: readonly number[] }[],
  coming: readonly Saying[] = [],
): Ended {
  let nowMs = startMs;
  let queue = [...coming].sort((a, b) => a.atMs - b.atMs);
  rtu.begin(jobFor(unit, readAt(address)), nowMs);
  for (let steps = 0; steps < 2000; steps++) {
    const next = queue[0];
    const wakeMs = rtu.wakeAtMs();
    nowMs = Math.max(nowMs, Math.min(next?.atMs ?? wakeMs, wakeMs));
    if (next !== undefined && next.atMs <= wakeMs) {
      queue.shift();
      const result = rtu.take(Uint8Array.from(next.bytes), nowMs);
      if (result !== undefined) return { result, endMs: nowMs, left: queue };
      continue;
    }
    const step = rtu.tick(nowMs);
    if (step?.kind === "transmit") {
      const own = said.map(({ afterMs, bytes }) => ({ atMs: nowMs + afterMs, bytes }));
      queue = [...queue, ...own].sort((a, b) => a.atMs - b.atMs);
    } else if (step !== undefined) return { result: step, endMs: nowMs, left: queue };
  }
  throw new Error("The engine hangs.");
}

const chunk = fc.record({
  afterMs: fc.integer({ min: 0, max: 500 }),
  bytes: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 80 }).map((bytes) => bytes),
});

test("any bytes end the transaction, and the next one is answered", () => {
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 12 }), (chunks) => {
      const rtu = engine();
      const first = exchange(rtu, 0, 5, 1, chunks);
      if (first.result.kind === "answered") return;
      expect(first.endMs).toBeLessThan(3000);
      const reply = { afterMs: 30, bytes: answerFrame(6, readAt(9)) };
      const second = exchange(rtu, first.endMs + 1000, 6, 9, [reply]);
      expect(second.result).toMatchObject({
        kind: "answered",
        response: { words: wordsAt(6, 9, 2) },
      });
    }),
    { numRuns: 1000 },
  );
});

type Fate = "good" | "late" | "never" | "damaged" | "cut" | "noisy" | "split";

test("whatever happens to replies, an answer always belongs to its question", () => {
  const plan = fc.array(
    fc.record({
      unit: fc.integer({ min: 1, max: 3 }),
      address: fc.integer({ min: 0, max: 2 }),
      fate: fc.constantFrom<Fate>("good", "late", "never", "damaged", "cut", "noisy", "split"),
      delayMs: fc.integer({ min: 310, max: 1800 }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(plan, (questions) => {
      const rtu = engine();
      let nowMs = 0;
      let coming: readonly Saying[] = [];
      for (const { unit, address, fate, delayMs } of questions) {
        const free = waitUntilFree(rtu, unit, address, nowMs, coming);
        const said = sayings(fate, delayMs, answerFrame(unit, readAt(address)));
        const ended = exchange(rtu, free.atMs, unit, address, said, free.left);
        if (ended.result.kind === "answered") {
          expect(ended.result.response).toMatchObject({ words: wordsAt(unit, address, 2) });
        }
        coming = ended.left;
        nowMs = ended.endMs;
      }
    }),
    { numRuns: 500 },
  );
});

/** Waits as the scheduler does while a ghost could be confused, hearing what comes meanwhile. */
function waitUntilFree(
  rtu: RtuEngine,
  unit: number,
  address: number,
  fromMs: number,
  coming: readonly Saying[],
): { readonly atMs: number; readonly left: readonly Saying[] } {
  let nowMs = fromMs;
  for (let index = 0; ; index++) {
    const heldMs = rtu.heldUntilMs(unit, readAt(address), nowMs);
    const next = coming[index];
    if (next === undefined || heldMs <= next.atMs) {
      return { atMs: Math.max(heldMs, nowMs), left: coming.slice(index) };
    }
    nowMs = Math.max(nowMs, next.atMs);
    rtu.take(Uint8Array.from(next.bytes), nowMs);
  }
}

function sayings(fate: Fate, delayMs: number, frame: readonly number[]) {
  const damaged = frame.map((byte, index) => (index === 4 ? byte ^ 0x10 : byte));
  switch (fate) {
    case "good":
      return [{ afterMs: 30, bytes: frame }];
    case "late":
      return [{ afterMs: delayMs, bytes: frame }];
    case "never":
      return [];
    case "damaged":
      return [{ afterMs: 30, bytes: damaged }];
    case "cut":
      return [{ afterMs: 30, bytes: frame.slice(0, 5) }];
    case "noisy":
      return [{ afterMs: 30, bytes: [0, 0xff, ...frame, 0] }];
    case "split":
      return frame.map((byte, index) => ({ afterMs: 30 + index * 2, bytes: [byte] }));
  }
}

test("a stall past the deadline makes no timeout when the reply was waiting", () => {
  const rtu = engine();
  rtu.begin(jobFor(5, readAt(1)), 0);
  expect(rtu.tick(10)?.kind).toBe("transmit");
  // The loop stood still for 500 ms; its owner lets input come first and ticks afterwards.
  expect(rtu.take(Uint8Array.from(answerFrame(5, readAt(1))), 510)?.kind).toBe("answered");
  expect(rtu.tick(510)).toBeUndefined();
});

test("latency of the adapter shortens the gap after a reply, never the one after a question", () => {
  const late = lineTiming({ baud: 9600, charBits: 10, latencyMs: 16 });
  const rtu = new RtuEngine(defaultBusSettings, late, () => undefined);
  rtu.begin(jobFor(5, readAt(1)), 0);
  rtu.tick(0);
  expect(rtu.take(Uint8Array.from(answerFrame(5, readAt(1))), 60)?.kind).toBe("answered");
  rtu.begin(jobFor(5, readAt(1)), 60);
  expect(rtu.wakeAtMs()).toBe(60);
  const hasty = new RtuEngine({ ...defaultBusSettings, broadcastTurnaroundMs: 0 }, late, () => {});
  const write = { kind: "writeWord", address: 1, word: 1 } as const;
  hasty.begin(jobFor(0, write), 0);
  hasty.tick(0);
  const sentEndMs = hasty.wakeAtMs();
  expect(hasty.tick(sentEndMs)?.kind).toBe("sent");
  hasty.begin(jobFor(5, readAt(1)), sentEndMs);
  expect(hasty.wakeAtMs()).toBeCloseTo(sentEndMs + 3.646, 2);
});

const copyOf1 = { atMs: 60, bytes: answerFrame(5, readAt(1)) };

test("the second copy of a reply is not taken for the answer to the next question", () => {
  const rtu = engine();
  const first = exchange(rtu, 0, 5, 1, [{ afterMs: 30, bytes: answerFrame(5, readAt(1)) }]);
  expect(first.result.kind).toBe("answered");
  const own = { afterMs: 40, bytes: answerFrame(5, readAt(7)) };
  const second = exchange(rtu, first.endMs, 5, 7, [own], [copyOf1]);
  expect(second.result).toMatchObject({ kind: "answered", response: { words: wordsAt(5, 7, 2) } });
  // The question went out twice: the reply to one of them may still come and is for nobody else.
  expect(rtu.heldUntilMs(5, readAt(3), second.endMs)).toBe(second.endMs + 2000);
  expect(rtu.heldUntilMs(5, readAt(7), second.endMs)).toBe(second.endMs);
  rtu.take(Uint8Array.from(own.bytes), second.endMs + 50);
  expect(rtu.lateFrames).toBe(1);
  expect(rtu.heldUntilMs(5, readAt(3), second.endMs + 51)).toBe(second.endMs + 51);
});

test("a question that gets only the copy of another reply ends without an answer", () => {
  const rtu = engine();
  const first = exchange(rtu, 0, 5, 1, [{ afterMs: 30, bytes: answerFrame(5, readAt(1)) }]);
  const second = exchange(rtu, first.endMs, 5, 7, [], [copyOf1]);
  expect(second.result.kind).toBe("timeout");
});

test("a doubled late reply is skipped twice", () => {
  const rtu = engine();
  const late = answerFrame(5, readAt(1));
  const first = exchange(rtu, 0, 5, 1, []);
  expect(first.result.kind).toBe("timeout");
  rtu.take(Uint8Array.from(late), first.endMs + 10);
  const own = { afterMs: 40, bytes: answerFrame(5, readAt(7)) };
  const copy = { atMs: first.endMs + 50, bytes: late };
  const second = exchange(rtu, first.endMs + 20, 5, 7, [own], [copy]);
  expect(second.result).toMatchObject({ response: { words: wordsAt(5, 7, 2) } });
});

test("the first reply to a question asked again is known half a minute later", () => {
  const rtu = engine();
  const given = exchange(rtu, 0, 5, 1, []);
  expect(given.result.kind).toBe("timeout");
  const late = answerFrame(5, readAt(1));
  const again = exchange(rtu, given.endMs, 5, 1, [{ afterMs: 30, bytes: late }]);
  expect(again.result.kind).toBe("answered");
  // Behind the 2 s for which other questions are held back.
  const fromMs = again.endMs + 20_000;
  const own = { afterMs: 40, bytes: answerFrame(5, readAt(7)) };
  const other = exchange(rtu, fromMs, 5, 7, [own], [{ atMs: fromMs + 30, bytes: late }]);
  expect(other.result).toMatchObject({ kind: "answered", response: { words: wordsAt(5, 7, 2) } });
});

test("equal blocks cost one more question, and none while they are known to be equal", () => {
  const rtu = engine();
  const zero = { kind: "readInputWords", words: [0, 0] } as const;
  const bytes = [...encodeRtuFrame(5, encodeResponse(zero))];
  let nowMs = 0;
  const turns: number[] = [];
  for (const address of [1, 7, 7, 1]) {
    const ended = exchange(rtu, nowMs, 5, address, [{ afterMs: 30, bytes }]);
    expect(ended.result).toMatchObject({ kind: "answered", response: { words: [0, 0] } });
    turns.push(Math.floor((ended.endMs - nowMs) / 30));
    nowMs = ended.endMs;
  }
  expect(turns).toEqual([1, 2, 1, 1]);
  const later = exchange(rtu, nowMs + 2001, 5, 7, [{ afterMs: 30, bytes }]);
  expect(later.endMs - nowMs - 2001).toBeLessThan(40);
});
