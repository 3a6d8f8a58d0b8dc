// What a bad line and bad meters do to the master, on real pseudo-terminals.

import { afterEach, expect, test } from "vitest";
import { defaultBusSettings } from "../master/settings.ts";
import { sleep } from "./machine-clock.ts";
import { meterImage, wordsAt } from "./meter-image.ts";
import type { RtuRig, RtuRigOptions } from "./rtu-rig.ts";
import { faultsInTurn, openRtuRig, timeoutMs, wordsOf } from "./rtu-rig.ts";

let rig: RtuRig | undefined;

async function open(options: RtuRigOptions): Promise<RtuRig> {
  rig = await openRtuRig(options);
  return rig;
}

afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

const late = (delayMs: number) => ({ kind: "late", delayMs }) as const;
const slow = (unit: number) => (unit === 6 ? 200 : 5);

test("a late reply of one meter is not taken for the reply of the next", async () => {
  const { read, master } = await open({
    turnaroundMs: slow,
    faultFor: faultsInTurn(late(timeoutMs + 100)),
  });
  expect((await read(5, 72)).kind).toBe("timeout");
  expect(wordsOf(await read(6, 72))).toEqual(wordsAt(6, 4, 72, 2));
  expect(wordsOf(await read(5, 72))).toEqual(wordsAt(5, 4, 72, 2));
  expect(master.statistics().line.lateFrames).toBe(1);
});

test("a late reply whose words look like the head of the awaited one is skipped whole", async () => {
  const image = meterImage(
    [5, 6],
    new Map([
      ["5:72", 0x0604],
      ["5:73", 0x0400],
    ]),
  );
  const { read, master } = await open({
    image,
    turnaroundMs: slow,
    faultFor: faultsInTurn(late(timeoutMs + 100)),
  });
  expect((await read(5, 72)).kind).toBe("timeout");
  expect(wordsOf(await read(6, 72))).toEqual(wordsAt(6, 4, 72, 2));
  expect(wordsOf(await read(6, 74))).toEqual(wordsAt(6, 4, 74, 2));
  expect(master.statistics().line.lateFrames).toBe(1);
});

test("a late reply of the same meter is never taken for another block of it", async () => {
  const { read } = await open({ faultFor: faultsInTurn(late(timeoutMs + 300)) });
  expect((await read(5, 72)).kind).toBe("timeout");
  const order: number[] = [];
  const noted = async (unit: number) => {
    const outcome = await read(unit, 342);
    order.push(unit);
    return outcome;
  };
  const [same, other] = await Promise.all([noted(5), noted(6)]);
  expect(wordsOf(same)).toEqual(wordsAt(5, 4, 342, 2));
  expect(wordsOf(other)).toEqual(wordsAt(6, 4, 342, 2));
  // The other meter goes on, and this one waits no longer than for the late frame.
  expect(order).toEqual([6, 5]);
  expect(same.timing.elapsedMs).toBeLessThan(defaultBusSettings.ghostLifetimeMs / 2);
  expect(wordsOf(await read(5, 52))).toEqual(wordsAt(5, 4, 52, 2));
});

test("two replies to a question and its retry do not shift the next block", async () => {
  const { read } = await open({
    faultFor: faultsInTurn(late(timeoutMs + 150)),
    settings: { retries: 1 },
  });
  expect(wordsOf(await read(5, 72))).toEqual(wordsAt(5, 4, 72, 2));
  expect(wordsOf(await read(5, 342))).toEqual(wordsAt(5, 4, 342, 2));
  expect(wordsOf(await read(5, 52))).toEqual(wordsAt(5, 4, 52, 2));
});

test("a spoilt byte is told before the timeout, and the next read is good", async () => {
  const { read } = await open({ faultFor: faultsInTurn({ kind: "corrupt", at: 4, mask: 0x10 }) });
  const spoilt = await read(5, 72);
  expect(spoilt.kind).toBe("badCrc");
  expect(spoilt.timing.elapsedMs).toBeLessThan(timeoutMs);
  expect(wordsOf(await read(5, 72))).toEqual(wordsAt(5, 4, 72, 2));
});

test.each([
  ["a lost byte", { kind: "lose", at: 5 } as const],
  ["a lost tail", { kind: "cut", keepBytes: 6 } as const],
])("%s is told before the timeout, and the next reads are good", async (_name, fault) => {
  const { read } = await open({ faultFor: faultsInTurn(fault) });
  const cut = await read(5, 72);
  expect(cut.kind).toBe("badCrc");
  expect(cut.timing.elapsedMs).toBeLessThan(timeoutMs);
  expect(wordsOf(await read(5, 72))).toEqual(wordsAt(5, 4, 72, 2));
  expect(wordsOf(await read(6, 342))).toEqual(wordsAt(6, 4, 342, 2));
});

test("noise in front of a reply and behind it loses no read", async () => {
  const before = { kind: "noiseBefore", noise: Uint8Array.of(0, 255, 255) } as const;
  const after = { kind: "noiseAfter", noise: Uint8Array.of(0) } as const;
  const { read } = await open({ faultFor: faultsInTurn(before, after, after, before) });
  for (const address of [72, 342, 52, 4, 72]) {
    expect(wordsOf(await read(5, address))).toEqual(wordsAt(5, 4, address, 2));
  }
});

test("three hundred bytes of noise cost one read", async () => {
  const noise = Uint8Array.from({ length: 300 }, (_, index) => (index * 193 + 77) & 0xff);
  const { read } = await open({ faultFor: faultsInTurn({ kind: "noiseOnly", noise }) });
  expect((await read(5, 72)).kind).not.toBe("answered");
  expect(wordsOf(await read(5, 72))).toEqual(wordsAt(5, 4, 72, 2));
});

test("an exception is told with its code, and the next read is good", async () => {
  const { read } = await open({ faultFor: faultsInTurn({ kind: "exception", code: 2 }) });
  expect(await read(5, 72)).toMatchObject({ kind: "exception", code: 2 });
  expect(wordsOf(await read(5, 74))).toEqual(wordsAt(5, 4, 74, 2));
});

test("a dead meter among 32 is soon asked no more, and is found when it lives again", async () => {
  const units = Array.from({ length: 32 }, (_, index) => index + 1);
  let dead = true;
  const { read } = await open({
    units,
    faultFor: ({ unit }) => (dead && unit === 7 ? { kind: "silence" } : undefined),
  });
  const round = async () => {
    const asked = units.map(async (unit) => {
      const outcome = await read(unit, 72, 2, { priority: "high" });
      return { unit, words: wordsOf(outcome), attempts: outcome.timing.attempts };
    });
    return await Promise.all(asked);
  };
  await round();
  await round();
  const third = await round();
  for (const { unit, words } of third) {
    expect(words).toEqual(unit === 7 ? "timeout" : wordsAt(unit, 4, 72, 2));
  }
  expect(third[6]?.attempts).toBe(0);
  dead = false;
  let revived: unknown = "timeout";
  for (let step = 0; step < 50 && revived === "timeout"; step++) {
    await sleep(200);
    revived = wordsOf(await read(7, 72, 2, { priority: "high" }));
  }
  expect(revived).toEqual(wordsAt(7, 4, 72, 2));
});

test.each([5, 20])("a reply in pieces of 4 bytes, %d ms apart, is one reply", async (pauseMs) => {
  const { read } = await open({ faultFor: () => ({ kind: "chunks", chunkBytes: 4, pauseMs }) });
  for (const address of [72, 342]) {
    expect(wordsOf(await read(5, address, 4))).toEqual(wordsAt(5, 4, address, 4));
  }
});

test("an adapter that echoes loses neither reads nor writes", async () => {
  const { read, master } = await open({ faultFor: () => ({ kind: "echo" }) });
  expect(wordsOf(await read(5, 72))).toEqual(wordsAt(5, 4, 72, 2));
  const write = { kind: "writeWord", address: 9, word: 1234 } as const;
  expect((await master.transact(5, write, { priority: "write" })).kind).toBe("answered");
  const back = { kind: "readHoldingWords", address: 9, count: 1 } as const;
  expect(wordsOf(await master.transact(5, back, { priority: "high" }))).toEqual([1234]);
  expect(master.statistics().line.echoes).toBe(3);
});

test("four questions at once are asked one after another", async () => {
  const { read } = await open({});
  const asked = [72, 342, 52, 4];
  const outcomes = await Promise.all(asked.map((address) => read(5, address)));
  expect(outcomes.map(wordsOf)).toEqual(asked.map((address) => wordsAt(5, 4, address, 2)));
});

test("an unplugged adapter ends every question at once, and a new one is used", async () => {
  const { read, pair } = await open({ faultFor: () => ({ kind: "silence" }) });
  const waiting = [read(5, 72), read(6, 72)];
  await sleep(50);
  await pair.unplug();
  const outcomes = await Promise.all(waiting);
  expect(outcomes.map(({ kind }) => kind)).toEqual(["busDown", "busDown"]);
  for (const { timing } of outcomes) expect(timing.elapsedMs).toBeLessThan(timeoutMs);
});
