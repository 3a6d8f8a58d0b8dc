/** Modbus TCP transactions: matched by id, in any order, and never confused. */

import type { Link } from "@mega/link";
import { memoryLinkPair } from "@mega/link";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeMbapFrame } from "../frame/mbap.ts";
import { encodeResponse } from "../pdu/response.ts";
import { createVirtualClock } from "../testing/virtual-clock.ts";
import type { LineJob } from "./bus-line.ts";
import { createBusMaster } from "./bus-master.ts";
import { MbapEngine } from "./mbap-engine.ts";

function job(unit: number, address: number): LineJob {
  const request = { kind: "readInputWords", address, count: 1 } as const;
  return { unit, request, timeoutMs: 300, onEnd: () => undefined };
}

function reply(question: Uint8Array, unit = question[6] ?? 0): Uint8Array {
  const words = [question[9] ?? 0];
  const pdu = encodeResponse({ kind: "readInputWords", words });
  const transactionId = ((question[0] ?? 0) << 8) | (question[1] ?? 0);
  return encodeMbapFrame({ transactionId, unit, pdu });
}

test("answers in any order, in pieces or joined, reach their own questions", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
      (order, cuts) => {
        const engine = new MbapEngine(true);
        const jobs = order.map((_, index) => job(1, index));
        const questions = jobs.map((one) => engine.begin(one, 0));
        const stream = order.flatMap((index) => [...reply(questions[index] ?? new Uint8Array())]);
        let answered = 0;
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const length = cuts[turn % cuts.length] ?? 1;
          const taken = engine.take(Uint8Array.from(stream.slice(at, at + length)), 10);
          at += length;
          expect(taken.broken).toBeUndefined();
          for (const { job: one, result } of taken.ends) {
            answered++;
            const address = "address" in one.request ? one.request.address : -1;
            expect(result).toMatchObject({ kind: "answered", response: { words: [address] } });
          }
        }
        expect(answered).toBe(8);
        expect(engine.inFlight).toBe(0);
      },
    ),
  );
});

test("a late answer is dropped and counted", () => {
  const engine = new MbapEngine(true);
  const question = engine.begin(job(1, 5), 0);
  // 7 characters at 9600 may still be on a line behind the peer.
  expect(engine.tick(307)).toEqual([]);
  expect(engine.tick(308)[0]?.result.kind).toBe("timeout");
  engine.begin(job(1, 6), 308);
  expect(engine.take(reply(question), 310).ends).toEqual([]);
  expect(engine.lateFrames).toBe(1);
});

test("unit 0 or 255 in an answer is taken when that is wanted, another unit never", () => {
  const kindFor = (acceptAny: boolean, unit: number) => {
    const engine = new MbapEngine(acceptAny);
    const question = engine.begin(job(7, 5), 0);
    return engine.take(reply(question, unit), 1).ends[0]?.result.kind;
  };
  expect(kindFor(true, 255)).toBe("answered");
  expect(kindFor(true, 0)).toBe("answered");
  expect(kindFor(false, 255)).toBe("wrongReply");
  expect(kindFor(true, 8)).toBe("wrongReply");
});

test("any bytes are taken without an error, and wrong headers break the stream", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const engine = new MbapEngine(true);
      engine.begin(job(1, 1), 0);
      engine.take(bytes, 1);
      expect(engine.tick(1000).length).toBeLessThanOrEqual(1);
    }),
  );
  const engine = new MbapEngine(true);
  expect(engine.take(Uint8Array.of(0, 1, 0, 0, 0, 0), 0).broken).toMatch(/length/);
});

test("over a link, a window of questions is in flight, and a hang-up ends them at once", async () => {
  const clock = createVirtualClock();
  let far: Link | undefined;
  let questions: Uint8Array[] = [];
  let writes = 0;
  const open = () => {
    const pair = memoryLinkPair({ scheduler: clock });
    far = pair.far;
    // Questions of one turn come in one piece; a read has 12 bytes.
    far.onBytes = (bytes) => {
      writes++;
      for (let at = 0; at < bytes.length; at += 12) questions.push(bytes.subarray(at, at + 12));
    };
    return Promise.resolve(pair.near);
  };
  const settings = { transport: "tcp", window: 4 } as const;
  const master = createBusMaster({ open, clock, settings });
  await clock.run(master.start());
  const ask = (address: number) =>
    master.transact(1, job(1, address).request, { priority: "high" });
  const first = Promise.all([0, 1, 2, 3, 4, 5].map(ask));
  clock.setTimer(20, () => {
    expect([questions.length, writes]).toEqual([4, 1]);
    for (const question of questions.splice(0).reverse()) far?.write(reply(question));
  });
  clock.setTimer(40, () => {
    for (const question of questions.splice(0)) far?.write(reply(question));
  });
  const words = (await clock.run(first)).map((outcome) =>
    outcome.kind === "answered" && "words" in outcome.response ? outcome.response.words[0] : -1,
  );
  expect(words).toEqual([0, 1, 2, 3, 4, 5]);
  questions = [];
  const second = Promise.all([ask(0), ask(1)]);
  clock.setTimer(10, () => far?.close());
  const startMs = clock.monotonicMs();
  expect((await clock.run(second)).map(({ kind }) => kind)).toEqual(["busDown", "busDown"]);
  expect(clock.monotonicMs() - startMs).toBeLessThan(20);
});
