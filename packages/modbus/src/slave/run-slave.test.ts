import { memoryLinkPair } from "@mega/link";
import { expect, test } from "vitest";
import { encodeMbapFrame } from "../frame/mbap.ts";
import { encodeRtuFrame } from "../frame/rtu.ts";
import { createVirtualClock } from "../testing/virtual-clock.ts";
import { drawFault } from "./draw-fault.ts";
import type { SlaveFault, SlaveFraming } from "./fault-plan.ts";
import { runSlave } from "./run-slave.ts";
import { createSeededRandom } from "./seeded-random.ts";

const readPdu = Uint8Array.of(4, 0, 72, 0, 2);
const replyPdu = Uint8Array.of(4, 4, 0, 72, 0, 73);

function bench(fault: SlaveFault | undefined, framing: SlaveFraming = "rtu") {
  const clock = createVirtualClock();
  const { near, far } = memoryLinkPair({ scheduler: clock });
  const seen: (readonly [number, ...number[]])[] = [];
  near.onBytes = (bytes) => void seen.push([clock.monotonicMs(), ...bytes]);
  near.onDown = () => void seen.push([clock.monotonicMs()]);
  const slave = runSlave(far, clock, {
    framing,
    image: {
      serves: (unit) => unit === 5,
      readWords: (_unit, _functionCode, address, count) => ({
        kind: "words",
        words: Array.from({ length: count }, (_, at) => address + at),
      }),
    },
    turnaroundMs: () => 20,
    faultFor: () => fault,
  });
  const frame =
    framing === "rtu"
      ? encodeRtuFrame(5, readPdu)
      : encodeMbapFrame({ transactionId: 7, unit: 5, pdu: readPdu });
  near.write(frame);
  clock.runAll();
  return { seen, counts: slave.counts, request: [...frame] };
}

const sound = [...encodeRtuFrame(5, replyPdu)];

test("a sound reply comes after the turnaround", () => {
  expect(bench(undefined).seen).toEqual([[20, ...sound]]);
});

test("each fault does to the reply what its name says", () => {
  expect(bench({ kind: "silence" }).seen).toEqual([]);
  expect(bench({ kind: "late", delayMs: 100 }).seen).toEqual([[120, ...sound]]);
  expect(bench({ kind: "cut", keepBytes: 3 }).seen).toEqual([[20, ...sound.slice(0, 3)]]);
  expect(bench({ kind: "lose", at: 0 }).seen).toEqual([[20, ...sound.slice(1)]]);
  expect(bench({ kind: "corrupt", at: 0, mask: 1 }).seen).toEqual([[20, 4, ...sound.slice(1)]]);
  const noise = Uint8Array.of(0, 255);
  expect(bench({ kind: "noiseBefore", noise }).seen).toEqual([[20, 0, 255, ...sound]]);
  expect(bench({ kind: "noiseAfter", noise }).seen).toEqual([[20, ...sound, 0, 255]]);
  expect(bench({ kind: "noiseOnly", noise }).seen).toEqual([[20, 0, 255]]);
  const refusal = encodeRtuFrame(5, Uint8Array.of(0x84, 6));
  expect(bench({ kind: "exception", code: 6 }).seen).toEqual([[20, ...refusal]]);
  const { seen, request } = bench({ kind: "echo" });
  expect(seen).toEqual([[20, ...request, ...sound]]);
  expect(bench({ kind: "chunks", chunkBytes: 4, pauseMs: 5 }).seen).toEqual([
    [20, ...sound.slice(0, 4)],
    [25, ...sound.slice(4, 8)],
    [30, ...sound.slice(8)],
  ]);
  const stranger = encodeRtuFrame(6, replyPdu);
  expect(bench({ kind: "otherUnit", unit: 6 }).seen).toEqual([[20, ...stranger]]);
  expect(bench({ kind: "hangUp" }).seen).toEqual([[20]]);
});

test("the faults of Modbus TCP touch its header only", () => {
  const reply = [...encodeMbapFrame({ transactionId: 7, unit: 5, pdu: replyPdu })];
  expect(bench(undefined, "mbap").seen).toEqual([[20, ...reply]]);
  expect(bench({ kind: "otherTransaction", offset: 1 }, "mbap").seen).toEqual([
    [20, 0, 8, ...reply.slice(2)],
  ]);
  expect(bench({ kind: "wrongLength", length: 0 }, "mbap").seen).toEqual([
    [20, ...reply.slice(0, 4), 0, 0, ...reply.slice(6)],
  ]);
});

test("the same seed draws the same faults, at the rates asked for", () => {
  const draw = (seed: number) => {
    const random = createSeededRandom(seed);
    return Array.from({ length: 10_000 }, () => drawFault(random, { silence: 100, late: 50 }));
  };
  const faults = draw(1);
  expect(draw(1)).toEqual(faults);
  expect(draw(2)).not.toEqual(faults);
  const silences = faults.filter((fault) => fault?.kind === "silence").length;
  expect(silences).toBeGreaterThan(850);
  expect(silences).toBeLessThan(1150);
});
