/** Probes find out who is there and leave no trace; every end of an attempt is told to who listens. */

import { expect, test } from "vitest";
import type { Asked, ScriptedBus } from "../testing/scripted-bus.ts";
import { answerFrame, gist, read, scriptedBus, wordsAt } from "../testing/scripted-bus.ts";
import type { ExchangeTrace } from "./bus-line.ts";
import type { TransactOptions } from "./bus-port.ts";

const probe: TransactOptions = { priority: "low", probeTimeoutMs: 60 };
const question = { kind: "readHoldingWords", address: 0, count: 1 } as const;

function onlyUnit5({ unit, request }: Asked, bus: ScriptedBus): void {
  if (unit === 5) bus.say(5, ...answerFrame(unit, request));
}

test("a probe of a silent address is asked once, waits its own time and makes no unit known", async () => {
  const bus = await scriptedBus(onlyUnit5);
  const fromMs = bus.clock.monotonicMs();
  const outcome = await bus.clock.run(bus.master.transact(9, question, probe));
  expect(outcome).toMatchObject({ kind: "timeout", timing: { attempts: 1 } });
  // A question of 8 characters, 60 ms, a reply of 7 characters at 9600 8N1.
  expect(bus.clock.monotonicMs() - fromMs).toBeLessThan(60 + 15 * 1.05 + 10);
  expect(bus.master.statistics().devices).toEqual([]);
});

test("a probe of a known unit is answered and counts for nothing", async () => {
  const bus = await scriptedBus(onlyUnit5);
  await bus.clock.run(read(bus, 5, 0));
  const outcome = await bus.clock.run(bus.master.transact(5, question, probe));
  expect(gist(outcome)).toEqual(wordsAt(5, 0, 1));
  expect(bus.master.statistics().devices).toMatchObject([{ unit: 5, answered: 1, timeouts: 0 }]);
});

test("equal probes are two questions", async () => {
  const bus = await scriptedBus(onlyUnit5);
  const ask = () => bus.master.transact(5, question, { ...probe, maxAgeMs: 1000 });
  await bus.clock.run(Promise.all([ask(), ask()]));
  await bus.clock.run(ask());
  expect(bus.asked.length).toBe(3);
});

test("every attempt is told with its class, a late reply by itself", async () => {
  const bus = await scriptedBus(
    ({ unit, request, index }, scripted) =>
      scripted.say(index === 0 ? 180 : 5, ...answerFrame(unit, request)),
    { responseTimeoutMs: 100, timeoutMsMin: 100, retries: 0 },
  );
  const told: ExchangeTrace[] = [];
  const stop = bus.master.onExchange((trace) => told.push(trace));
  await bus.clock.run(read(bus, 5, 0));
  bus.clock.runAll();
  await bus.clock.run(bus.master.transact(7, question, probe));
  stop();
  await bus.clock.run(read(bus, 5, 9));
  const kinds = told.map(({ unit, kind, probe: isProbe }) => `${unit} ${kind} ${isProbe}`);
  expect(kinds).toEqual(["5 timeout false", "5 late false", "7 answered true"]);
  expect(told[0]?.tookMs).toBeGreaterThan(100);
  expect(told[2]?.turnaroundMs).toBeLessThan(10);
});
