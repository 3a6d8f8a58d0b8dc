// Scan, live test, line check and findings on a line of real frames: what is found is what hangs
// there, and a round never waits for more than the probe that is on the line.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ScanJob } from "@mega/contract";
import { sleep, systemClock } from "@mega/domain";
import type { SlaveFault, SlaveImage } from "@mega/modbus";
import { loadProfiles } from "@mega/profiles";
import { afterEach, expect, test, vi } from "vitest";
import { meterImage } from "../../packages/modbus/src/testing/meter-image.ts";
import { openWatchedLine, type TestLineOptions, type WatchedTestLine } from "./watched-line.ts";

const clock = systemClock();
let line: WatchedTestLine | undefined;

afterEach(async () => {
  await line?.close();
  line = undefined;
});

async function open(options: TestLineOptions): Promise<WatchedTestLine> {
  line = await openWatchedLine(options);
  return line;
}

async function scanEnd({ watch }: WatchedTestLine): Promise<ScanJob> {
  return vi.waitFor(
    () => {
      const { job } = watch.scan("main");
      if (job?.endedAt == null) throw new Error("the scan runs");
      return job;
    },
    { timeout: 100_000, interval: 50 },
  );
}

const foundIn = (job: ScanJob, state: string) =>
  job.cells.filter((cell) => cell.state === state).map(({ address }) => address);

const meters = `
meters:
  - { id: flat, profile: eastron-sdm120, bus: main, address: 4 }
  - { id: shop, profile: eastron-sdm120, bus: main, address: 7 }
channels:
  - { no: 1, name: Flat, meter: flat }
  - { no: 2, name: Shop, meter: shop }
`;

test("a scan finds exactly the five that hang there, in the time that silence costs", async () => {
  const units = [3, 4, 7, 12, 30];
  const { watch } = await open({ image: meterImage(units), meters });
  const beganMs = clock.monotonicMs();
  const { job } = watch.startScan("main", { from: 1, to: 32 });
  expect(job).toMatchObject({ state: "running", total: 32, timeoutMs: 201 });
  expect(() => watch.startScan("main", { from: 1, to: 2 })).toThrow(
    expect.objectContaining({ code: "CONFLICT" }),
  );
  const ended = await scanEnd(line as WatchedTestLine);
  const tookMs = clock.monotonicMs() - beganMs;
  expect(ended.state).toBe("done");
  expect(foundIn(ended, "answers")).toEqual(units);
  expect(foundIn(ended, "silent").length).toBe(27);
  expect(ended.cells[3]).toMatchObject({ address: 4, meterId: "flat", channels: [1] });
  expect(ended.cells[2]).toMatchObject({ address: 3, meterId: null, channels: [] });
  // Each silent address: 201 ms and 15 characters of 1.04 ms.
  expect(tookMs).toBeGreaterThan(27 * 201);
  expect(tookMs).toBeLessThan(32 * 235 + 1000);
  // Strangers were asked and nobody's health knows of them.
  expect((await watch.health("main")).meters.map(({ state }) => state)).toEqual([
    "unasked",
    "unasked",
  ]);
});

test("a round that begins during a scan waits for one probe at most, and the scan for the round", async () => {
  const { watch, host, setRound } = await open({ image: meterImage([4, 7]), meters });
  watch.startScan("main", { from: 100, to: 140 });
  await sleep(clock, 500);
  setRound(true);
  const ranges = [{ functionCode: 4, address: 72, count: 2 }] as const;
  const limits = { maxWordsPerRead: 80, holesAllowed: true };
  const waitedMs: number[] = [];
  for (const unit of [4, 7, 4, 7]) {
    const beganMs = clock.monotonicMs();
    const question = { busId: "main", unit, ranges, limits, priority: "high" } as const;
    const [answer] = await host.readMeter(question);
    waitedMs.push(clock.monotonicMs() - beganMs);
    expect(answer?.kind).toBe("words");
  }
  expect(Math.max(...waitedMs)).toBeLessThan(201 + 30 + 60);
  // Only the first one can have met a probe.
  expect(Math.max(...waitedMs.slice(1))).toBeLessThan(150);
  const paused = watch.scan("main").job;
  expect(paused?.state).toBe("paused");
  await sleep(clock, 400);
  expect(watch.scan("main").job?.done).toBe(paused?.done);
  setRound(false);
  await vi.waitFor(() => expect(watch.scan("main").job?.state).toBe("running"), { timeout: 2000 });
  const { job } = await watch.cancelScan("main");
  expect(job?.state).toBe("cancelled");
  expect(job?.endedAt).not.toBeNull();
});

test("garbage, refusals and slow meters are told from silence", async () => {
  const faults: Readonly<Record<number, SlaveFault>> = {
    4: { kind: "corrupt", at: 4, mask: 0x55 },
    5: { kind: "noiseOnly", noise: Uint8Array.from({ length: 24 }, (_, at) => (at * 37) & 0xff) },
    6: { kind: "exception", code: 2 },
  };
  const turnaroundMs = (unit: number) => (unit === 7 ? 350 : 8);
  const image = meterImage([4, 5, 6, 7, 8]);
  const { watch } = await open({ image, turnaroundMs, faultFor: ({ unit }) => faults[unit] });
  watch.startScan("main", { from: 3, to: 9 });
  const job = await scanEnd(line as WatchedTestLine);
  expect(foundIn(job, "garbage")).toEqual([4, 5]);
  expect(job.cells.find(({ address }) => address === 5)?.overlong).toBe(true);
  expect(foundIn(job, "answers")).toEqual([6, 7, 8]);
  expect(job.cells.find(({ address }) => address === 6)?.exceptionCode).toBe(2);
  expect(job.cells.find(({ address }) => address === 7)?.latencyMs).toBeGreaterThan(300);
  expect(foundIn(job, "silent")).toEqual([3, 9]);
});

/** The words of a vector of the profile; everything else is refused as unknown. */
function vectorImage(profileId: string, units: readonly number[], without: readonly string[] = []) {
  const profile = [...loadProfiles().profiles.values()].find((one) => one.profile.id === profileId);
  const vectors = profile?.profile.kind === "modbus" ? profile.profile.vectors : [];
  const words = new Map<string, number>();
  for (const [place, values] of Object.entries(vectors[0]?.words ?? {})) {
    const [code = "", start = ""] = place.split(":");
    for (const [at, value] of values.entries())
      words.set(`${code}:${Number(start) + at}`, Number(value));
  }
  for (const place of without) words.delete(place);
  const image: SlaveImage = {
    serves: (unit) => units.includes(unit),
    readWords(_unit, functionCode, address, count) {
      const found = Array.from({ length: count }, (_, at) =>
        words.get(`${functionCode}:${address + at}`),
      );
      const whole = found.flatMap((word) => word ?? []);
      if (whole.length < count) return { kind: "exception", code: 2 };
      return { kind: "words", words: whole };
    },
  };
  return image;
}

test("a live test shows every question both ways and what it is worth", async () => {
  const { watch } = await open({ image: vectorImage("eastron-sdm120", [4]), meters });
  const found = await watch.testMeter({ kind: "channel", channelNo: 1 });
  expect(found).toMatchObject({
    passed: true,
    class: "ok",
    meterId: "flat",
    place: { kind: "bus", busId: "main", address: 4 },
  });
  const first = found.counters.find(({ counterId }) => counterId === "import");
  expect(first).toMatchObject({ state: "read", value: "1234.560", unit: "kWh", needed: true });
  expect(found.exchanges.length).toBeGreaterThan(0);
  const asked = found.exchanges.find(({ class: ended }) => ended === "ok");
  expect(asked?.sentHex).toMatch(/^04 0[34] /);
  expect(asked?.receivedHex).toMatch(/^04 0[34] /);
  expect(asked?.latencyMs).toBeLessThan(200);
});

test("a register that is refused and that nobody needs does not fail the test, a needed one does", async () => {
  const without = ["4:74", "4:75", "4:342", "4:343"];
  const image = vectorImage("eastron-sdm120", [9], without);
  const { watch } = await open({ image, meters });
  const draft = { id: "new", profile: "eastron-sdm120", bus: "main", address: 9 };
  const found = await watch.testMeter({ kind: "draft", meter: draft });
  expect(found.passed).toBe(true);
  const states = Object.fromEntries(
    found.counters.map(({ counterId, state }) => [counterId, state]),
  );
  expect(states).toMatchObject({ import: "read", export: "not-supported", total: "not-supported" });
  await line?.close();
  const { watch: other } = await open({
    image: vectorImage("eastron-sdm120", [9], ["4:72", "4:73"]),
    meters,
  });
  const refused = await other.testMeter({ kind: "draft", meter: draft });
  expect(refused).toMatchObject({ passed: false, class: "exception", exceptionCode: 2 });
});

test.each([
  ["silence", { kind: "silence" }, "timeout"],
  ["a changed byte", { kind: "corrupt", at: 5, mask: 1 }, "crc"],
  ["a reply cut short", { kind: "cut", keepBytes: 5 }, "short"],
  ["another unit's reply", { kind: "otherUnit", unit: 99 }, "wrong-reply"],
] as const)("%s fails the live test as what it is", async (_name, fault, wanted) => {
  const image = vectorImage("eastron-sdm120", [4]);
  const { watch } = await open({ image, meters, faultFor: () => fault });
  const found = await watch.testMeter({ kind: "meter", meterId: "flat" });
  expect(found).toMatchObject({ passed: false, class: wanted });
  expect(found.exchanges.length).toBeGreaterThan(1);
});

test("a draft that cannot be asked says why", async () => {
  const { watch } = await open({ image: meterImage([4]), meters });
  const lacks = { id: "new", profile: "eastron-sdm120", bus: "cellar", address: 9 };
  expect(await watch.testMeter({ kind: "draft", meter: lacks })).toMatchObject({
    class: "config",
    detail: "Bus cellar is not running; save it first.",
  });
  const unknown = { ...lacks, bus: "main", profile: "eastron-sdm1200" };
  const found = await watch.testMeter({ kind: "draft", meter: unknown });
  expect(found.class).toBe("config");
  expect(found.detail).toContain("eastron-sdm120");
});

test("the line check hears noise and an echo", async () => {
  const { watch, noise } = await open({
    image: meterImage([4, 7]),
    meters,
    faultFor: () => ({ kind: "echo" }),
  });
  expect(await watch.checkLine("main")).toMatchObject({ verdict: "echo", echo: "yes" });
  const checked = watch.checkLine("main");
  for (let time = 0; time < 4; time++) {
    await sleep(clock, 200);
    noise(Uint8Array.from([0xff, 0x00, 0xf8]));
  }
  expect(await checked).toMatchObject({ verdict: "noise", heardBytes: 12 });
});

test("what crossed the line stands in the log, and errors become findings", async () => {
  const { watch, host } = await open({
    image: meterImage([4, 7]),
    meters,
    faultFor: ({ unit }) => (unit === 7 ? { kind: "corrupt", at: 4, mask: 0x0f } : undefined),
  });
  const ranges = [{ functionCode: 4, address: 72, count: 2 }] as const;
  const limits = { maxWordsPerRead: 80, holesAllowed: true };
  for (const unit of [4, 7, 4, 7]) {
    await host.readMeter({ busId: "main", unit, ranges, limits, priority: "interactive" });
  }
  const { frames } = await watch.frames("main", { address: 4 });
  expect(frames[1]).toMatchObject({
    direction: "sent",
    says: "question",
    functionCode: 4,
    wordAddress: 72,
    wordCount: 2,
    class: "ok",
  });
  expect(frames[0]).toMatchObject({ direction: "received", says: "answer", wordCount: 2 });
  expect((await watch.frames("main", { class: "crc" })).frames.length).toBe(8);
  expect(await watch.framesText("main", { address: 7 })).toContain("\tcrc\t07 04 04 ");
  const health = await watch.health("main");
  expect(health.counts).toMatchObject({ answered: 2, badCrcs: 4 });
  expect(health.meters[0]).toMatchObject({ meterId: "shop", state: "errors", errorPermille: 1000 });
  expect(health.findings.map(({ code, channels }) => [code, channels])).toEqual([
    ["spoilt", [2]],
    ["in-order", [1]],
  ]);
  expect(health.cells.at(-1)).toMatchObject({ attempts: 6, failed: 4 });
});

test("a scan finds the slaves of pymodbus", async () => {
  const script = fileURLToPath(new URL("pymodbus-slave.py", import.meta.url));
  const serve = async (path: string) => {
    const child = spawn("/usr/bin/python3", [script, "serial", path], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    for await (const said of createInterface({ input: child.stdout })) {
      if (said.startsWith("listening")) break;
    }
    return () => {
      child.stdin.end();
      return ended;
    };
  };
  const { watch } = await open({ serve, meters });
  watch.startScan("main", { from: 1, to: 6 });
  expect(foundIn(await scanEnd(line as WatchedTestLine), "answers")).toEqual([1, 2]);
});
