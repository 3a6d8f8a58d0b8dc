/**
 * `mega demo`: the demo building. The simulator serves its meters on the wire, the unchanged gateway
 * reads them; the year before today is made at the first start, and what was missed while it was off
 * at each later one.
 */

import { resolve } from "node:path";
import process from "node:process";
import { addMonths, MegaError, monthOf, monthSpan, systemClock } from "@mega/domain";
import { startGateway } from "@mega/gateway";
import { type Installation, loadConfig } from "@mega/installation";
import type { ModbusProfile } from "@mega/profiles";
import {
  parseScenario,
  type RunningSimulator,
  type Scenario,
  startSimulator,
} from "@mega/simulator";
import type { Command } from "../command.ts";
import {
  type DemoFiles,
  lastWrittenMs,
  makeBeside,
  readDemoFiles,
  readNote,
} from "../demo/demo-folder.ts";
import { claimDemo, loginLines } from "../demo/demo-logins.ts";
import { type MovingIn, makeHistory } from "../demo/make-history.ts";
import { modbusProfiles } from "../demo/modbus-profiles.ts";
import { untilStopped } from "../until-stopped.ts";
import { DEFAULT_PORT } from "./gateway.ts";

const HOUR_MS = 3_600_000;
/** The past that is made, in months. */
const HISTORY_MONTHS = 13;
const HISTORY_DAYS = 390;
/** A gap shorter than this is caught up by the gateway itself. */
const GAP_MS_MIN = 2 * HOUR_MS;

interface Demo {
  readonly folder: string;
  readonly files: DemoFiles;
  readonly installation: Installation;
  readonly profiles: ReadonlyMap<string, ModbusProfile>;
}

export const demoCommand: Command = {
  summary: "Runs the demo building: simulated meters on the wire and the gateway.",
  usage: "[--data DIR] [--host ADDRESS] [--port N] [--fresh]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the demo; .data/demo." },
    port: { form: "number", value: "N", meaning: `Port of the pages; ${DEFAULT_PORT}.` },
    host: {
      form: "text",
      value: "ADDRESS",
      meaning: "Where to listen; 127.0.0.1. Its passwords are known to everybody.",
    },
    fresh: { form: "flag", meaning: "Forget the building's past and make it anew." },
    log: { form: "text", value: "LEVEL", meaning: "fatal, error, warn, info, debug; warn." },
  },
  async run(given) {
    const folder = resolve(given.text("data") ?? ".data/demo");
    const files = readDemoFiles();
    const demo = {
      folder,
      files,
      installation: loadConfig(files.configFile),
      profiles: modbusProfiles(),
    };
    const note = given.flag("fresh") ? undefined : readNote(folder, files.hash);
    const nowMs = systemClock().nowMs();
    const referenceMs = note?.referenceMs ?? Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    const scenario = parseScenario(files.scenario, { referenceMs });
    // The meters come first: their ports tell at once when another demo is running.
    const simulator = await startMeters(scenario, demo.profiles);
    try {
      if (note === undefined) await makePast(demo, scenario, { referenceMs, nowMs });
      else await fillGap(demo, scenario, nowMs);
      const gateway = await startGateway({
        dataFolder: folder,
        source: { kind: "file", file: files.configFile },
        port: given.number("port") ?? DEFAULT_PORT,
        host: given.text("host") ?? "127.0.0.1",
        logLevel: given.text("log") ?? "warn",
      });
      const { url, setupCode } = gateway;
      if (setupCode !== undefined) await claim(demo, { url, setupCode, referenceMs });
      say("DEMO: every figure is invented. Logins:");
      for (const line of loginLines(files.logins)) say(line);
      say(`COUNTERS page: ${url}`);
      say("Stop with Ctrl+C.");
      await untilStopped(gateway.lost);
      await gateway.stop();
    } finally {
      await simulator.stop();
    }
    return 0;
  },
};

/** The tenant lives there since the newest moving that people recorded. */
function claim(
  { files, installation }: Demo,
  at: { readonly url: string; readonly setupCode: string; readonly referenceMs: number },
): Promise<void> {
  const movedInMs = (channelNo: number) => {
    const days = files.movings
      .filter((moving) => moving.channelNo === channelNo)
      .map(({ daysBefore }) => daysBefore);
    return at.referenceMs - Math.min(...days, HISTORY_DAYS) * 24 * HOUR_MS;
  };
  return claimDemo({ ...at, logins: files.logins, language: installation.language, movedInMs });
}

async function startMeters(
  scenario: Scenario,
  profiles: Demo["profiles"],
): Promise<RunningSimulator> {
  try {
    return await startSimulator({ scenario, profiles, clock: systemClock() });
  } catch (cause) {
    if (!(cause instanceof MegaError) || cause.code !== "PORT_BUSY") throw cause;
    throw new MegaError("PORT_BUSY", cause.message, {
      hint: "Another demo is running, or another program holds the port; end it first.",
      cause,
    });
  }
}

/** Makes the building's past beside its folder, which it replaces when it is finished. */
async function makePast(
  demo: Demo,
  scenario: Scenario,
  { referenceMs, nowMs }: { readonly referenceMs: number; readonly nowMs: number },
): Promise<void> {
  const fromMs = monthsBefore(referenceMs, demo.installation.timeZone);
  say(`Making ${HISTORY_MONTHS} months of history, once. It takes about half a minute.`);
  await makeBeside(demo.folder, { referenceMs, hash: demo.files.hash }, (partial) =>
    history(demo, scenario, partial, fromMs, nowMs),
  );
}

/** Makes the time since the demo was last running. */
async function fillGap(demo: Demo, scenario: Scenario, nowMs: number): Promise<void> {
  const writtenMs = await lastWrittenMs(demo.folder);
  if (nowMs - writtenMs < GAP_MS_MIN) return;
  say("Filling the time since the demo was last running …");
  await history(demo, scenario, demo.folder, writtenMs, nowMs);
}

async function history(
  { installation, profiles, folder, files }: Demo,
  scenario: Scenario,
  dataFolder: string,
  fromMs: number,
  toMs: number,
): Promise<void> {
  const fromNothing = dataFolder !== folder;
  const dayMs = 24 * HOUR_MS;
  const movings: MovingIn[] = fromNothing
    ? files.movings.map(({ channelNo, daysBefore }) => ({
        channelNo,
        atMs: toMs - daysBefore * dayMs,
      }))
    : [];
  await makeHistory({
    dataFolder,
    installation,
    scenario,
    profiles,
    fromMs,
    toMs,
    movings,
    fromNothing,
    onMonth: (month) => say(`  ${month}`),
  });
}

/** The same place in the month, so many months before. */
function monthsBefore(instantMs: number, timeZone: string): number {
  const month = monthOf(instantMs, timeZone);
  const intoMonthMs = instantMs - monthSpan(month, timeZone).fromMs;
  return monthSpan(addMonths(month, -HISTORY_MONTHS), timeZone).fromMs + intoMonthMs;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
