// Adapters that are pulled and plugged in again under a running master, beside a bus that goes on.

import { readdirSync } from "node:fs";
import { ttyOpener } from "@mega/link";
import { afterEach, expect, test } from "vitest";
import { runSlave } from "../slave/run-slave.ts";
import { machineClock, sleep } from "./machine-clock.ts";
import { meterImage, wordsAt } from "./meter-image.ts";
import type { RtuRig } from "./rtu-rig.ts";
import { openRtuRig, wordsOf } from "./rtu-rig.ts";

const rigs: RtuRig[] = [];

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function openRig(...given: Parameters<typeof openRtuRig>): Promise<RtuRig> {
  const rig = await openRtuRig(...given);
  rigs.push(rig);
  return rig;
}

const openFiles = () => readdirSync("/proc/self/fd").length;
const silentUnit = 9;

/** Hangs meters on the far end of a fresh pair; they go with it when it is unplugged. */
async function hangMeters(path: string): Promise<void> {
  const link = await ttyOpener({ path })();
  runSlave(link, machineClock(), { framing: "rtu", image: meterImage([5, 6]) });
}

/** Pulls the adapter under a waiting question; milliseconds until the question ended. */
async function unplugUnderQuestion({ read, pair }: RtuRig): Promise<number> {
  const asked = read(silentUnit, 72).then(({ kind }) => ({ kind, endedAtMs: performance.now() }));
  await sleep(5);
  const hungUp = pair.unplug();
  const pulledAtMs = performance.now();
  await hungUp;
  const { kind, endedAtMs } = await asked;
  expect(kind).toBe("busDown");
  return endedAtMs - pulledAtMs;
}

/** Plugs the adapter in again; milliseconds until a meter answers. */
async function replug({ read, pair }: RtuRig): Promise<number> {
  await pair.plug();
  const pluggedAtMs = performance.now();
  await hangMeters(pair.far);
  for (;;) {
    const outcome = await read(5, 72);
    if (outcome.kind === "answered") {
      expect(wordsOf(outcome)).toEqual(wordsAt(5, 4, 72, 2));
      return performance.now() - pluggedAtMs;
    }
    await sleep(5);
  }
}

test("a hundred unplugs and replugs leave no open file, and another bus never stops", async () => {
  const pulled = await openRig({ settings: { reopenDelayMsMin: 10, reopenDelayMsMax: 40 } });
  const other = await openRig({});
  let going = true;
  const kinds = new Map<string, number>();
  const asker = async () => {
    for (let address = 0; going; address = (address + 1) % 100) {
      const outcome = await other.read(6, address);
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
      if (outcome.kind === "answered") {
        expect(wordsOf(outcome)).toEqual(wordsAt(6, 4, address, 2));
      }
    }
  };
  const asking = asker();
  const errorMs: number[] = [];
  const againMs: number[] = [];
  const files: number[] = [];
  for (let round = 0; round < 100; round++) {
    errorMs.push(await unplugUnderQuestion(pulled));
    againMs.push(await replug(pulled));
    files.push(openFiles());
  }
  going = false;
  await asking;
  expect(files.slice(5).every((count) => count === files[5])).toBe(true);
  expect(pulled.master.statistics().opens).toBe(101);
  expect(Math.max(...errorMs)).toBeLessThan(100);
  expect(Math.max(...againMs)).toBeLessThan(5000);
  expect([...kinds.keys()]).toEqual(["answered"]);
  expect(kinds.get("answered")).toBeGreaterThan(100);
});

test("after a second without its adapter a bus runs again within five", async () => {
  const rig = await openRig({});
  await unplugUnderQuestion(rig);
  await sleep(1000);
  expect(rig.master.statistics().link.kind).toBe("down");
  expect(await replug(rig)).toBeLessThan(5000);
});

test("a peer that stands still costs its own bus its answers and no other bus anything", async () => {
  const frozen = await openRig({});
  const other = await openRig({});
  frozen.pair.freeze();
  const silent = frozen.read(5, 72);
  for (let address = 0; address < 20; address++) {
    expect(wordsOf(await other.read(5, address))).toEqual(wordsAt(5, 4, address, 2));
  }
  expect((await silent).kind).toBe("timeout");
  frozen.pair.thaw();
  await sleep(50);
  expect(wordsOf(await frozen.read(5, 342))).toEqual(wordsAt(5, 4, 342, 2));
});
