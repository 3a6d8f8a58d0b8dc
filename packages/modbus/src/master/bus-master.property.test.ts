/** The whole master under any mixture of replies, noise, cuts and callers who give up. */

import fc from "fast-check";
import { expect, test } from "vitest";
import type { ScriptedBus } from "../testing/scripted-bus.ts";
import { answerFrame, gist, read, scriptedBus, wordsAt } from "../testing/scripted-bus.ts";
import type { PollOutcome } from "./outcome.ts";
import type { Priority } from "./scheduler.ts";

/** What the line says after one question, and whether the cable is pulled. */
interface Fate {
  readonly noise: readonly { readonly afterMs: number; readonly bytes: readonly number[] }[];
  readonly reply: "none" | "whole" | "pieces" | "damaged";
  readonly replyAfterMs: number;
  readonly cutAfterMs: number | undefined;
}

const noise = fc.record({
  afterMs: fc.integer({ min: 0, max: 1500 }),
  bytes: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 40 }),
});
const fate: fc.Arbitrary<Fate> = fc.record({
  noise: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(noise, { maxLength: 3 }) },
  ),
  reply: fc.constantFrom("none", "whole", "whole", "pieces", "damaged"),
  replyAfterMs: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1800 })),
  cutAfterMs: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined, freq: 30 }),
});
const question = fc.record({
  unit: fc.integer({ min: 1, max: 3 }),
  address: fc.integer({ min: 0, max: 3 }),
  count: fc.constantFrom(2, 2, 4),
  priority: fc.constantFrom<Priority>("interactive", "high", "low"),
  deadlineMs: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
  abortAfterMs: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined, freq: 8 }),
  startAfterMs: fc.integer({ min: 0, max: 4000 }),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

function play(bus: ScriptedBus, frame: readonly number[], fated: Fate): void {
  const { reply, replyAfterMs, cutAfterMs } = fated;
  for (const { afterMs, bytes } of fated.noise) bus.say(afterMs, ...bytes);
  switch (reply) {
    case "none":
      break;
    case "whole":
      bus.say(replyAfterMs, ...frame);
      break;
    case "damaged":
      bus.say(replyAfterMs, ...frame.map((byte, at) => (at === 4 ? byte ^ 0x20 : byte)));
      break;
    case "pieces":
      for (const [at, byte] of frame.entries()) bus.say(replyAfterMs + at * 3, byte);
  }
  if (cutAfterMs !== undefined) bus.clock.setTimer(cutAfterMs, () => bus.cut());
}

function ask(bus: ScriptedBus, { unit, address, count, ...given }: Question): Promise<PollOutcome> {
  const { priority, deadlineMs, abortAfterMs, startAfterMs } = given;
  const abort = new AbortController();
  return new Promise<PollOutcome>((resolve, reject) => {
    bus.clock.setTimer(startAfterMs, () => {
      const request = { kind: "readInputWords", address, count } as const;
      const signal = abort.signal;
      const options = { priority, signal, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
      bus.master.transact(unit, request, options).then(resolve, reject);
    });
    if (abortAfterMs !== undefined) {
      bus.clock.setTimer(startAfterMs + abortAfterMs, () => abort.abort());
    }
  });
}

/** Until everything that was still to come has come, and the cable is in its place. */
function calmed(bus: ScriptedBus): Promise<void> {
  return new Promise((resolve) => void bus.clock.setTimer(10_000, resolve));
}

test("every question ends, every answer is its own, and the bus is in step afterwards", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(question, { minLength: 1, maxLength: 12 }),
      fc.array(fate, { minLength: 1, maxLength: 20 }),
      async (questions, fates) => {
        let calm = false;
        const bus = await scriptedBus(({ unit, request, index }, line) => {
          const fated = calm ? undefined : fates[index % fates.length];
          const frame = answerFrame(unit, request);
          if (fated === undefined) line.say(5, ...frame);
          else play(line, frame, fated);
        });
        const asked = Promise.all(questions.map((one) => ask(bus, one)));
        for (const [index, outcome] of (await bus.clock.run(asked)).entries()) {
          const one = questions[index];
          if (one === undefined || outcome.kind !== "answered") continue;
          expect(gist(outcome)).toEqual(wordsAt(one.unit, one.address, one.count));
        }
        calm = true;
        await bus.clock.run(calmed(bus));
        for (const unit of [1, 2, 3]) {
          expect(gist(await bus.clock.run(read(bus, unit, 9)))).toEqual(wordsAt(unit, 9, 2));
        }
      },
    ),
    { numRuns: 300 },
  );
});
