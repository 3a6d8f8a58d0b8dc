/** What real lines do to a master: late, damaged, cut, noisy, echoed, chunked and missing replies. */

import { expect, test } from "vitest";
import { encodeRtuFrame } from "../frame/rtu.ts";
import { encodeException } from "../pdu/response.ts";
import { answerFrame, gist, read, scriptedBus, wordsAt } from "../testing/scripted-bus.ts";

const once = { retries: 0, responseTimeoutMs: 300 };

test("a late reply of one unit costs the next unit nothing", async () => {
  const bus = await scriptedBus(({ unit, request }, line) => {
    line.say(unit === 5 ? 305 : 20, ...answerFrame(unit, request));
  }, once);
  const [five, six] = await bus.clock.run(Promise.all([read(bus, 5, 1), read(bus, 6, 1)]));
  expect([gist(five), gist(six)]).toEqual(["timeout", wordsAt(6, 1, 2)]);
  expect(bus.master.statistics().line.lateFrames).toBe(1);
});

test("a late frame whose payload looks like the awaited head is skipped whole", async () => {
  const late = encodeRtuFrame(5, Uint8Array.of(4, 4, 6, 4, 4, 0));
  const bus = await scriptedBus(({ unit, request }, line) => {
    if (unit === 5) line.say(315, ...late);
    else line.say(40, ...answerFrame(unit, request));
  }, once);
  const [, six] = await bus.clock.run(Promise.all([read(bus, 5, 1), read(bus, 6, 1)]));
  expect(gist(six)).toEqual(wordsAt(6, 1, 2));
});

test("a late reply never passes for another block of its unit, and others go on", async () => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    line.say(index === 0 ? 600 : 20, ...answerFrame(unit, request));
  }, once);
  const results = await bus.clock.run(
    Promise.all([read(bus, 5, 1), read(bus, 5, 50), read(bus, 6, 1)]),
  );
  expect(results.map(gist)).toEqual(["timeout", wordsAt(5, 50, 2), wordsAt(6, 1, 2)]);
  expect(bus.asked.map(({ unit }) => unit)).toEqual([5, 6, 5]);
});

test("a reply that never comes holds its unit for two seconds at most", async () => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    if (index > 0) line.say(20, ...answerFrame(unit, request));
  }, once);
  const [, second] = await bus.clock.run(Promise.all([read(bus, 5, 1), read(bus, 5, 50)]));
  expect(gist(second)).toEqual(wordsAt(5, 50, 2));
  const [first, next] = bus.asked;
  expect((next?.atMs ?? 0) - (first?.atMs ?? 0)).toBeLessThan(2500);
});

test("the second reply after a retry never passes for another block", async () => {
  const bus = await scriptedBus(
    ({ unit, request, index }, line) => {
      line.say([330, 200][index] ?? 20, ...answerFrame(unit, request));
    },
    { retries: 1, responseTimeoutMs: 300 },
  );
  const results = await bus.clock.run(Promise.all([read(bus, 5, 1), read(bus, 5, 50)]));
  expect(results.map(gist)).toEqual([wordsAt(5, 1, 2), wordsAt(5, 50, 2)]);
});

test("a ghost that trickles in while the bus is idle is recognised", async () => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    const frame = answerFrame(unit, request);
    if (index > 0) line.say(20, ...frame);
    else for (const [at, byte] of frame.entries()) line.say(400 + at * 3, byte);
  }, once);
  expect(gist(await bus.clock.run(read(bus, 5, 1)))).toBe("timeout");
  bus.clock.runAll();
  expect(bus.master.statistics().line.lateFrames).toBe(1);
  const askedAtMs = bus.clock.monotonicMs();
  expect(gist(await bus.clock.run(read(bus, 5, 50)))).toEqual(wordsAt(5, 50, 2));
  expect((bus.asked[1]?.atMs ?? 0) - askedAtMs).toBeLessThan(50);
});

test("a late refusal is not taken for a refusal of the next question", async () => {
  const refusal = encodeRtuFrame(5, encodeException(4, 2));
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    if (index === 0) line.say(400, ...refusal);
    else line.say(150, ...answerFrame(unit, request));
  }, once);
  const results = await bus.clock.run(Promise.all([read(bus, 5, 1, 2), read(bus, 5, 50, 4)]));
  expect(results.map(gist)).toEqual(["timeout", wordsAt(5, 50, 4)]);
});

test("a refusal of one block does not make a late reply to another one forgotten", async () => {
  const refusal = encodeRtuFrame(5, encodeException(4, 11));
  const bus = await scriptedBus(
    ({ unit, request, index }, line) => {
      if (index === 2) line.say(20, ...refusal);
      else line.say([850, 20, 0, 20][index] ?? 200, ...answerFrame(unit, request));
    },
    { responseTimeoutMs: 300 },
  );
  expect(gist(await bus.clock.run(read(bus, 5, 1, 2)))).toEqual(wordsAt(5, 1, 2));
  expect(gist(await bus.clock.run(read(bus, 5, 9, 4)))).toEqual(wordsAt(5, 9, 4));
  expect(gist(await bus.clock.run(read(bus, 5, 50, 2)))).toEqual(wordsAt(5, 50, 2));
});

test("a late reply to one write is not taken for the reply to another one", async () => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    line.say(index === 1 ? 500 : 20, ...answerFrame(unit, request));
  }, once);
  await bus.clock.run(read(bus, 5, 1));
  const write = (address: number) =>
    bus.master.transact(5, { kind: "writeWord", address, word: 9 }, { priority: "write" });
  const [late, next] = await bus.clock.run(Promise.all([write(1), write(2)]));
  expect([late.kind, next.kind]).toEqual(["timeout", "answered"]);
});

test("a damaged reply is an error 12 ms after its last byte, and the next question is good", async () => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    const frame = answerFrame(unit, request);
    if (index === 0) frame[4] = (frame[4] ?? 0) ^ 1;
    line.say(10, ...frame);
  }, once);
  const bad = await bus.clock.run(read(bus, 5, 1));
  expect(bad.kind).toBe("badCrc");
  // 8 characters out, 10 ms of turnaround, 9 characters back.
  expect(bad.timing.elapsedMs).toBeLessThan(17 * 1.0417 + 10 + 12);
  expect(gist(await bus.clock.run(read(bus, 6, 1)))).toEqual(wordsAt(6, 1, 2));
});

test.each([
  ["a byte lost", (frame: number[]) => frame.filter((_, index) => index !== 5)],
  ["its tail lost", (frame: number[]) => frame.slice(0, 5)],
  ["its first byte lost", (frame: number[]) => frame.slice(1)],
])("a reply with %s is an error within 100 ms, and the next question is good", async (_, harm) => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    const frame = answerFrame(unit, request);
    line.say(10, ...(index === 0 ? harm(frame) : frame));
  }, once);
  const bad = await bus.clock.run(read(bus, 5, 1));
  expect(bad.kind).toBe("badCrc");
  expect(bad.timing.elapsedMs).toBeLessThan(130);
  expect(gist(await bus.clock.run(read(bus, 6, 1)))).toEqual(wordsAt(6, 1, 2));
});

test.each([
  ["before", (frame: number[]) => [0, 0xff, 0xff, ...frame]],
  ["that looks like a head before", (frame: number[]) => [5, 4, 4, ...frame]],
  ["behind", (frame: number[]) => [...frame, 0]],
])("noise %s a reply costs no reading", async (_, noisy) => {
  const bus = await scriptedBus(({ unit, request }, line) => {
    line.say(10, ...noisy(answerFrame(unit, request)));
  }, once);
  for (let turn = 0; turn < 3; turn++) {
    expect(gist(await bus.clock.run(read(bus, 5, turn)))).toEqual(wordsAt(5, turn, 2));
  }
});

test("300 bytes of noise cost one question only", async () => {
  const noise = Array.from({ length: 300 }, (_, index) => (index * 89 + 17) & 0xff);
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    line.say(10, ...(index === 0 ? noise : answerFrame(unit, request)));
  }, once);
  expect((await bus.clock.run(read(bus, 5, 1))).kind).not.toBe("answered");
  expect(gist(await bus.clock.run(read(bus, 6, 1)))).toEqual(wordsAt(6, 1, 2));
});

test("a refusal is an exception with its code", async () => {
  const bus = await scriptedBus(({ unit }, line) => {
    line.say(10, ...encodeRtuFrame(unit, encodeException(4, 2)));
  }, once);
  expect(await bus.clock.run(read(bus, 5, 1))).toMatchObject({ kind: "exception", code: 2 });
});

test("chunks of 4 bytes 20 ms apart make one reply", async () => {
  const bus = await scriptedBus(({ unit, request }, line) => {
    const frame = answerFrame(unit, request);
    for (let at = 0; at < frame.length; at += 4) line.say(10 + at * 5, ...frame.slice(at, at + 4));
  }, once);
  expect(gist(await bus.clock.run(read(bus, 5, 1, 8)))).toEqual(wordsAt(5, 1, 8));
});

test("an adapter that echoes is detected, and reads and writes come through", async () => {
  const bus = await scriptedBus(({ unit, request, frame }, line) => {
    line.say(0, ...frame);
    if (unit !== 9) line.say(20, ...answerFrame(unit, request));
  }, once);
  expect(gist(await bus.clock.run(read(bus, 5, 1)))).toEqual(wordsAt(5, 1, 2));
  const write = { kind: "writeWord", address: 3, word: 9 } as const;
  const done = await bus.clock.run(bus.master.transact(5, write, { priority: "write" }));
  expect(done.kind).toBe("answered");
  const alone = await bus.clock.run(bus.master.transact(9, write, { priority: "write" }));
  expect(alone.kind).toBe("timeout");
});

test("a write is confirmed by its own values only", async () => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    const other = { kind: "writeWord", address: 3, word: 8 } as const;
    line.say(10, ...answerFrame(unit, index === 1 ? other : request));
  }, once);
  await bus.clock.run(read(bus, 5, 1));
  const write = { kind: "writeWord", address: 3, word: 9 } as const;
  const outcome = await bus.clock.run(bus.master.transact(5, write, { priority: "write" }));
  expect(outcome.kind).toBe("wrongReply");
});

test("four questions at once never overlap, and t3.5 of silence stands before each", async () => {
  const ends: number[] = [];
  const bus = await scriptedBus(({ unit, request, atMs }, line) => {
    const frame = answerFrame(unit, request);
    ends.push(atMs + 10 + frame.length * (10_000 / 9600));
    line.say(10, ...frame);
  }, once);
  const results = await bus.clock.run(
    Promise.all([1, 2, 3, 4].map((address) => read(bus, 5, address))),
  );
  expect(results.map(gist)).toEqual([1, 2, 3, 4].map((address) => wordsAt(5, address, 2)));
  for (const [index, { atMs }] of bus.asked.entries()) {
    const startedMs = atMs - 8 * (10_000 / 9600);
    if (index > 0) expect(startedMs - (ends[index - 1] ?? 0)).toBeGreaterThan(3.64);
  }
});

test("thirty-two meters that tell frames by silence all understand their questions", async () => {
  const charMs = 10_000 / 9600;
  let lineBusyUntilMs = Number.NEGATIVE_INFINITY;
  let deafened = 0;
  const bus = await scriptedBus(({ unit, request, frame, atMs }, line) => {
    const silenceMs = atMs - frame.length * charMs - lineBusyUntilMs;
    const answer = answerFrame(unit, request);
    lineBusyUntilMs = atMs;
    // Less than 3.5 characters: to such a meter the question is the tail of the frame before.
    if (silenceMs < 3.5 * charMs - 1e-6) deafened++;
    else {
      line.say(4, ...answer);
      lineBusyUntilMs += 4 + answer.length * charMs;
    }
  }, once);
  const units = Array.from({ length: 32 }, (_, index) => index + 1);
  const outcomes = await bus.clock.run(Promise.all(units.map((unit) => read(bus, unit, 7, 4))));
  expect(outcomes.map(gist)).toEqual(units.map((unit) => wordsAt(unit, 7, 4)));
  expect(deafened).toBe(0);
});

test("a dead meter of 32 takes less than 1 % of the bus after a minute", async () => {
  const bus = await scriptedBus(
    ({ unit, request }, line) => {
      if (unit !== 32) line.say(4, ...answerFrame(unit, request));
    },
    { responseTimeoutMs: 1000 },
  );
  const options = { priority: "high" } as const;
  const request = { kind: "readInputWords", address: 0, count: 4 } as const;
  const fromMs = 60_000;
  const untilMs = 900_000;
  while (bus.clock.monotonicMs() < untilMs) {
    const round = Array.from({ length: 32 }, (_, index) =>
      bus.master.transact(index + 1, request, options),
    );
    await bus.clock.run(Promise.all(round));
  }
  const dead = bus.asked.filter(({ unit, atMs }) => unit === 32 && atMs > fromMs);
  expect((dead.length * 1030) / (untilMs - fromMs)).toBeLessThan(0.01);
  expect(bus.master.statistics().devices.find(({ unit }) => unit === 32)?.state).toBe("defective");
});

test("a cable that is pulled ends everything at once, and the bus comes back", async () => {
  const bus = await scriptedBus(({ unit, request, index }, line) => {
    if (index === 0) line.say(100, ...answerFrame(unit, request));
    else line.say(10, ...answerFrame(unit, request));
  }, once);
  const pending = Promise.all([read(bus, 5, 1), read(bus, 6, 1)]);
  bus.clock.setTimer(30, () => bus.cut());
  const results = await bus.clock.run(pending);
  expect(results.map(gist)).toEqual(["busDown", "busDown"]);
  expect(bus.clock.monotonicMs()).toBeLessThan(31);
  expect(gist(await bus.clock.run(read(bus, 6, 1)))).toBe("busDown");
  const lost = bus.master.statistics().devices.map(({ unit, busDowns }) => [unit, busDowns]);
  expect(lost).toEqual([
    [5, 1],
    [6, 2],
  ]);
  bus.clock.runAll();
  await bus.clock.run(Promise.resolve());
  expect(gist(await bus.clock.run(read(bus, 6, 1)))).toEqual(wordsAt(6, 1, 2));
  expect(bus.opens()).toBe(2);
});

test("an adapter without echo is replaced by one with echo, and a write is not confirmed by itself", async () => {
  let echoes = false;
  const bus = await scriptedBus(({ unit, request, frame }, line) => {
    if (echoes) line.say(0, ...frame);
    if (unit !== 9) line.say(20, ...answerFrame(unit, request));
  }, once);
  expect(gist(await bus.clock.run(read(bus, 5, 1)))).toEqual(wordsAt(5, 1, 2));
  echoes = true;
  bus.cut();
  bus.clock.runAll();
  await bus.clock.run(Promise.resolve());
  expect(gist(await bus.clock.run(read(bus, 5, 1)))).toEqual(wordsAt(5, 1, 2));
  const write = { kind: "writeWord", address: 3, word: 9 } as const;
  const alone = await bus.clock.run(bus.master.transact(9, write, { priority: "write" }));
  expect(alone.kind).toBe("timeout");
});

test("a broadcast is sent, not answered, and a read cannot be broadcast", async () => {
  const bus = await scriptedBus(() => undefined, once);
  const write = { kind: "writeWord", address: 3, word: 9 } as const;
  const sent = await bus.clock.run(bus.master.transact(0, write, { priority: "write" }));
  expect(sent.kind).toBe("sent");
  await expect(read(bus, 0, 1)).rejects.toThrow(RangeError);
});
