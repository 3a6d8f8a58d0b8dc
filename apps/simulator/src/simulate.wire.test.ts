// The command on a real serial line (a pseudo-terminal) and with settings that do not fit.

import { MegaError, parseInstant, sleep, systemClock } from "@mega/domain";
import { ttyOpener } from "@mega/link";
import { createBusMaster } from "@mega/modbus";
import { decodeMeter, wantedRanges } from "@mega/profiles";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPtyPair, type PtyPair } from "../../../packages/modbus/src/testing/pty-pair.ts";
import { shownCounter } from "./meters/meter-counts.ts";
import { showsOf } from "./meters/shows.ts";
import { parseScenario } from "./scenario/parse-scenario.ts";
import { type SimulateSettings, simulate } from "./simulate.ts";
import { demoScenarioText, modbusProfiles } from "./testing/demo-building.ts";
import { buildingTruth } from "./truth/building-truth.ts";

const clock = systemClock();
const referenceMs = parseInstant("2026-11-25T20:00:00Z") ?? 0;
const scenarioText = demoScenarioText();
let printed: string[];
let pty: PtyPair;

beforeEach(async () => {
  printed = [];
  pty = await openPtyPair();
});

afterEach(() => pty.close());

/** Starts the command; `stop` ends it as a signal would. */
function start(settings: Partial<SimulateSettings>) {
  const stop = Promise.withResolvers<void>();
  const ended = simulate(
    { scenarioText, referenceMs, portBase: 0, ...settings },
    {
      clock,
      print: (line) => void printed.push(line),
      untilStopped: (lost) => Promise.race([stop.promise, lost]),
    },
  );
  return { ended, stop: stop.resolve };
}

async function untilServed(): Promise<void> {
  while (!printed.some((line) => line.startsWith("The building began"))) await sleep(clock, 5);
}

const onLine = (path: string, busId?: string) => ({
  open: ttyOpener({ path }),
  name: path,
  ...(busId === undefined ? {} : { busId }),
});

test("one bus is met on a serial line, the others on TCP", async () => {
  const running = start({ line: onLine(pty.far, "riser") });
  await untilServed();
  expect(printed[0]).toMatch(/^riser +tty +\S+ +addresses 1 2 3 /);
  expect(printed[1]).toMatch(/^cellar +rtu-over-tcp +127\.0\.0\.1:\d+ +addresses 21 /);
  expect(printed[2]).toMatch(/^roof +modbus-tcp +127\.0\.0\.1:\d+ /);
  const profile = modbusProfiles().get("eastron-sdm120");
  const scenario = parseScenario(scenarioText, { referenceMs });
  const meter = scenario.meters.find(({ id }) => id === "flat-01");
  if (profile === undefined || meter === undefined) throw new Error("not in the demo");
  const master = createBusMaster({
    open: ttyOpener({ path: pty.near }),
    clock,
    settings: { transport: "rtu" },
  });
  await master.start();
  const ranges = wantedRanges(profile, { counters: ["import"], serialNumber: true });
  const outcomes = await master.readWords(
    1,
    ranges.map((range) => ({
      functionCode: range.function,
      address: range.wordAddress,
      count: range.wordCount,
    })),
    profile.limits,
    { priority: "high" },
  );
  const atMs = clock.nowMs();
  master.stop();
  const blocks = outcomes.map(({ range, words = [] }) => {
    const { functionCode, address } = range;
    return { kind: "words", function: functionCode, wordAddress: address, words } as const;
  });
  const decoded = decodeMeter(profile, blocks);
  const found = decoded.counters["import"];
  const trueCount = shownCounter(
    profile,
    showsOf(meter, buildingTruth(scenario)),
    "import",
  ).countAt(atMs);
  expect(found?.kind === "count" ? trueCount - found.count : found).toBeOneOf([0, 1]);
  expect(decoded.serialNumber).toBe("21070114");
  running.stop();
  await running.ended;
});

test("a line that is unplugged ends the command with the reason", async () => {
  const running = start({ line: onLine(pty.far, "cellar") });
  await untilServed();
  const ended = running.ended.catch((error: unknown) => error);
  await pty.unplug();
  const error = await ended;
  expect(error).toBeInstanceOf(MegaError);
  expect(error).toMatchObject({
    code: "LINK_UNAVAILABLE",
    message: expect.stringMatching(pty.far),
  });
});

test("without a reference the whole hour that runs is taken and told", async () => {
  const running = simulate(
    { scenarioText, portBase: 0 },
    {
      clock: { ...clock, nowMs: () => referenceMs + 1_234_567 },
      print: (line) => void printed.push(line),
      untilStopped: () => Promise.resolve(),
    },
  );
  await running;
  expect(printed.at(-1)).toContain("2026-11-25T20:00:00.000Z");
});

interface Unfit {
  readonly line?: string;
  readonly busId?: string;
  readonly portBase?: number;
}
const unfit: readonly (readonly [string, Unfit, string, string])[] = [
  ["a line without the name of its bus", { line: "far" }, "names no bus", "riser, cellar"],
  ["a bus of another framing", { line: "far", busId: "roof" }, 'names "roof"', "riser, cellar"],
  ["a bus that is not there", { line: "far", busId: "attic" }, 'names "attic"', "riser, cellar"],
  ["a port beyond the last", { portBase: 65_533 }, "The first port is 65533", "1 to 65532"],
  ["a device that is not there", { line: "/dev/none", busId: "riser" }, "/dev/none", "plugged in"],
];

test.each(unfit)("%s is refused with what is allowed", async (_, wanted, message, hint) => {
  const { portBase = 0, line, busId } = wanted;
  const path = line === "far" ? pty.far : line;
  const { ended } = start({
    portBase,
    ...(path === undefined ? {} : { line: onLine(path, busId) }),
  });
  await expect(ended).rejects.toMatchObject({
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
});
