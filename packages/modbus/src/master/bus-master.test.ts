/** What the bus does with questions: order, rest, sharing, limits, planning. */

import { expect, test } from "vitest";
import { encodeRtuFrame } from "../frame/rtu.ts";
import { encodeException, encodeResponse } from "../pdu/response.ts";
import type { Asked, ScriptedBus } from "../testing/scripted-bus.ts";
import { answerFrame, gist, read, scriptedBus, wordsAt } from "../testing/scripted-bus.ts";
import { createBusMaster } from "./bus-master.ts";
import type { Priority } from "./scheduler.ts";

function obey({ unit, request }: Asked, bus: ScriptedBus): void {
  bus.say(5, ...answerFrame(unit, request));
}

function request(address: number, count = 2) {
  return { kind: "readInputWords", address, count } as const;
}

test("writes go before people, people before rounds, and earlier deadlines first", async () => {
  const bus = await scriptedBus(obey);
  const ask = (unit: number, priority: Priority, deadlineMs: number) =>
    bus.master.transact(unit, request(0), { priority, deadlineMs });
  const write = { kind: "writeWord", address: 1, word: 1 } as const;
  const all = Promise.all([
    ask(1, "low", 9000),
    ask(2, "low", 9000),
    ask(3, "high", 9000),
    ask(4, "high", 5000),
    ask(5, "interactive", 9000),
    bus.master.transact(6, write, { priority: "write" }),
  ]);
  await bus.clock.run(all);
  expect(bus.asked.map(({ unit }) => unit)).toEqual([1, 6, 5, 4, 3, 2]);
});

test("a low question rises by waiting and is not starved", async () => {
  const bus = await scriptedBus(obey, { ageingMs: 200 });
  let lowEnded = false;
  const low = bus.master.transact(9, request(0), { priority: "low" }).then(() => {
    lowEnded = true;
  });
  let asked = 0;
  const flood = async (unit: number) => {
    for (let turn = 0; !lowEnded && turn < 500; turn++) {
      asked++;
      await bus.master.transact(unit, request(turn), { priority: "interactive" });
    }
  };
  await bus.clock.run(Promise.all([flood(1), flood(2), flood(3), low]));
  expect(asked).toBeLessThan(100);
});

test("the rest of one meter is filled with other meters", async () => {
  const bus = await scriptedBus(obey, { deviceMinGapMs: 100 });
  const reads = [read(bus, 1, 0), read(bus, 1, 9), read(bus, 2, 0), read(bus, 3, 0)];
  await bus.clock.run(Promise.all(reads));
  expect(bus.asked.map(({ unit }) => unit)).toEqual([1, 2, 3, 1]);
  expect((bus.asked[3]?.atMs ?? 0) - (bus.asked[0]?.atMs ?? 0)).toBeGreaterThan(100);
});

test("equal reads share one question, and a kept answer keeps its own time", async () => {
  const bus = await scriptedBus(obey);
  const options = { priority: "high", maxAgeMs: 1000 } as const;
  const ask = () => bus.master.transact(1, request(0), options);
  const [first, second] = await bus.clock.run(Promise.all([ask(), ask()]));
  bus.clock.setTimer(500, () => undefined);
  bus.clock.runAll();
  const third = await bus.clock.run(ask());
  expect(bus.asked.length).toBe(1);
  expect(gist(second)).toEqual(wordsAt(1, 0, 2));
  expect(third.timing.endedAtMs).toBe(first.timing.endedAtMs);
  bus.clock.setTimer(2000, () => undefined);
  bus.clock.runAll();
  await bus.clock.run(ask());
  expect(bus.asked.length).toBe(2);
});

test("after a write nothing kept is given out", async () => {
  const bus = await scriptedBus(obey);
  const options = { priority: "high", maxAgeMs: 10_000 } as const;
  await bus.clock.run(bus.master.transact(1, request(0), options));
  const write = { kind: "writeWord", address: 1, word: 1 } as const;
  await bus.clock.run(bus.master.transact(1, write, { priority: "write" }));
  await bus.clock.run(bus.master.transact(1, request(0), options));
  expect(bus.asked.length).toBe(3);
});

test("a full queue and a missed deadline are overload, and the bus says so", async () => {
  const bus = await scriptedBus(obey, { queueLengthMax: 3 });
  const ask = (address: number, deadlineMs: number) =>
    bus.master.transact(1, request(address), { priority: "high", deadlineMs });
  const all = [ask(0, 9000), ask(1, 9000), ask(2, 10), ask(3, 9000), ask(4, 9000)];
  const kinds = (await bus.clock.run(Promise.all(all))).map(({ kind }) => kind);
  expect(kinds).toEqual(["answered", "answered", "overloaded", "answered", "overloaded"]);
  expect(bus.master.statistics()).toMatchObject({ overloaded: 2, cycleTooShort: true });
});

test("a caller who gives up is free at once, and an unsent question is withdrawn", async () => {
  const bus = await scriptedBus(obey);
  const abort = new AbortController();
  const options = { priority: "high", signal: abort.signal } as const;
  const sent = bus.master.transact(1, request(0), options);
  const queued = bus.master.transact(2, request(0), options);
  abort.abort();
  const results = await bus.clock.run(Promise.all([sent, queued]));
  expect(results.map(({ kind }) => kind)).toEqual(["aborted", "aborted"]);
  await bus.clock.run(read(bus, 3, 0));
  expect(bus.asked.map(({ unit }) => unit)).toEqual([1, 3]);
});

test("33 meters are refused on one RS-485 bus", () => {
  const devices = Array.from({ length: 33 }, (_, index) => ({ unit: index + 1 }));
  const open = () => Promise.reject(new Error("unused"));
  const clock = {
    nowMs: () => 0,
    monotonicMs: () => 0,
    setTimer: () => () => undefined,
    afterPoll: () => undefined,
  };
  expect(() => createBusMaster({ open, clock, settings: { devices } })).toThrow(/carries 32/);
  const fewer = devices.slice(0, 32);
  expect(createBusMaster({ open, clock, settings: { devices: fewer } })).toBeDefined();
});

test("near ranges come in one read, and each range gets its own words", async () => {
  const bus = await scriptedBus(obey);
  const ranges = [
    { functionCode: 4, address: 72, count: 2 },
    { functionCode: 4, address: 78, count: 2 },
    { functionCode: 4, address: 200, count: 2 },
  ] as const;
  const limits = { maxWordsPerRead: 40, holesAllowed: true };
  const found = await bus.clock.run(bus.master.readWords(7, ranges, limits, { priority: "high" }));
  expect(found.map(({ words }) => words)).toEqual(
    ranges.map(({ address, count }) => wordsAt(7, address, count)),
  );
  expect(bus.asked.length).toBe(2);
});

test("a refused block is split once, and the seam is remembered", async () => {
  const bus = await scriptedBus((asked, line) => {
    const { unit, request: wanted } = asked;
    const whole = wanted.kind === "readInputWords" && wanted.count > 4;
    if (whole) line.say(5, ...encodeRtuFrame(unit, encodeException(4, 2)));
    else obey(asked, line);
  });
  const ranges = [
    { functionCode: 4, address: 10, count: 2 },
    { functionCode: 4, address: 12, count: 2 },
    { functionCode: 4, address: 18, count: 2 },
  ] as const;
  const limits = { maxWordsPerRead: 40, holesAllowed: true };
  const ask = () => bus.master.readWords(7, ranges, limits, { priority: "high" });
  const first = await bus.clock.run(ask());
  expect(first.map(({ words }) => words)).toEqual(
    ranges.map(({ address, count }) => wordsAt(7, address, count)),
  );
  expect(bus.asked.length).toBe(3);
  await bus.clock.run(ask());
  expect(bus.asked.length).toBe(5);
});

test("a unit tells who it is, object by object", async () => {
  const bus = await scriptedBus(({ unit, request: wanted }, line) => {
    if (wanted.kind !== "readIdentification") return;
    const id = wanted.objectId;
    const pdu = encodeResponse({
      kind: "readIdentification",
      category: "basic",
      conformity: 1,
      nextObjectId: id < 2 ? id + 1 : undefined,
      objects: [{ id, bytes: new TextEncoder().encode(["ACME", "M1", "2.0"][id] ?? "") }],
    });
    line.say(5, ...encodeRtuFrame(unit, pdu));
  });
  expect(await bus.clock.run(bus.master.identify(4))).toMatchObject({
    kind: "identified",
    vendor: "ACME",
    product: "M1",
    revision: "2.0",
  });
});

test("every frame that crosses can be heard", async () => {
  const bus = await scriptedBus(obey);
  const kinds: string[] = [];
  const stop = bus.master.onFrame(({ kind, bytes }) => kinds.push(`${kind} ${bytes.length}`));
  await bus.clock.run(read(bus, 1, 0));
  stop();
  await bus.clock.run(read(bus, 1, 1));
  expect(kinds).toEqual(["sent 8", "received 9"]);
});

test("the waiting time follows a fast meter down and a doubtful one up again", async () => {
  let silent = false;
  const bus = await scriptedBus((asked, line) => {
    if (!silent) obey(asked, line);
  });
  for (let turn = 0; turn < 30; turn++) await bus.clock.run(read(bus, 1, turn));
  const timeoutMs = () => bus.master.statistics().devices[0]?.responseTimeoutMs;
  expect(timeoutMs()).toBe(100);
  silent = true;
  expect(gist(await bus.clock.run(read(bus, 1, 0)))).toBe("timeout");
  expect(timeoutMs()).toBe(800);
});

test("a meter that was silent is back within one step of its back-off", async () => {
  let silent = true;
  const bus = await scriptedBus((asked, line) => {
    if (!silent) obey(asked, line);
  });
  const ask = () => bus.master.transact(1, request(0), { priority: "high" });
  await bus.clock.run(ask());
  expect(bus.asked.length).toBe(2);
  expect(await bus.clock.run(ask())).toMatchObject({ kind: "timeout", timing: { attempts: 0 } });
  silent = false;
  bus.clock.setTimer(2000, () => undefined);
  bus.clock.runAll();
  expect((await bus.clock.run(ask())).kind).toBe("answered");
});

test("thirty-two meters fill a 9600 line to 98 % of its floor", async () => {
  const bus = await scriptedBus(({ unit, request: wanted }, line) => {
    line.say(3.646, ...answerFrame(unit, wanted));
  });
  const startMs = bus.clock.monotonicMs();
  for (let round = 0; round < 20; round++) {
    const reads = Array.from({ length: 32 }, (_, index) => read(bus, index + 1, round, 4));
    await bus.clock.run(Promise.all(reads));
  }
  // 29.17 ms a question: 21 characters and two silences of 3.5.
  const floorMs = 20 * 32 * 29.167;
  expect(floorMs / (bus.clock.monotonicMs() - startMs)).toBeGreaterThan(0.98);
});

test("a question held for a late reply is not overtaken for ever by the question that is late", async () => {
  const bus = await scriptedBus(
    (asked, line) => {
      if (asked.index > 0) obey(asked, line);
    },
    { retries: 0 },
  );
  await bus.clock.run(read(bus, 5, 0));
  let ended = false;
  const held = read(bus, 5, 50).then((outcome) => {
    ended = true;
    return outcome;
  });
  const poll = async () => {
    for (let turn = 0; !ended && turn < 500; turn++) await read(bus, 5, 0);
  };
  const [outcome] = await bus.clock.run(Promise.all([held, poll()]));
  expect(gist(outcome)).toEqual(wordsAt(5, 50, 2));
  expect(bus.asked.length).toBeLessThan(10);
});

test("a question whose deadline passed during its attempt ends as it failed", async () => {
  const bus = await scriptedBus(() => undefined);
  const options = { priority: "high", deadlineMs: 400 } as const;
  const outcome = await bus.clock.run(bus.master.transact(5, request(0), options));
  expect(outcome).toMatchObject({ kind: "timeout", timing: { attempts: 1 } });
});

test("what waits for a meter that is found silent is not put on the line", async () => {
  const bus = await scriptedBus(({ unit, request: wanted }, line) => {
    if (unit === 2) line.say(5, ...answerFrame(unit, wanted));
  });
  const ask = (unit: number, address: number) =>
    bus.master.transact(unit, request(address, address + 1), { priority: "high" });
  const all = Promise.all([ask(1, 0), ask(1, 1), ask(1, 2), ask(1, 3), ask(2, 0)]);
  const kinds = (await bus.clock.run(all)).map(({ kind }) => kind);
  expect(kinds).toEqual(["timeout", "timeout", "timeout", "timeout", "answered"]);
  expect(bus.asked.filter(({ unit }) => unit === 1).length).toBe(2);
});
