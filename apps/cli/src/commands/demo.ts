/**
 * `mega demo`: the demo building. The simulator serves its meters on the wire, the unchanged gateway
 * reads them; the year before today is made at the first start, and what was missed while it was off
 * at each later one.
 */

import { rmSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { addMonths, monthOf, monthSpan, systemClock } from "@mega/domain";
import { type Installation, loadConfig, startGateway } from "@mega/gateway";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { parseScenario, type Scenario, startSimulator } from "@mega/simulator";
import type { Command } from "../command.ts";
import {
  type DemoFiles,
  lastWrittenMs,
  makeBeside,
  readDemoFiles,
  readNote,
} from "../demo/demo-folder.ts";
import { type MovingIn, makeHistory } from "../demo/make-history.ts";
import { untilStopped } from "../until-stopped.ts";
import { DEFAULT_PORT } from "./gateway.ts";

const HOUR_MS = 3_600_000;
/** The past that is made, in months. */
const HISTORY_MONTHS = 13;
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
  usage: "[--data DIR] [--port N] [--fresh]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the demo; .data/demo." },
    port: { form: "number", value: "N", meaning: `Port of the pages; ${DEFAULT_PORT}.` },
    fresh: { form: "flag", meaning: "Forget the building's past and make it anew." },
    log: { form: "text", value: "LEVEL", meaning: "fatal, error, warn, info, debug; warn." },
  },
  async run(given) {
    const folder = resolve(given.text("data") ?? ".data/demo");
    if (given.flag("fresh")) rmSync(folder, { recursive: true, force: true });
    const files = readDemoFiles();
    const demo = {
      folder,
      files,
      installation: loadConfig(files.configFile),
      profiles: modbusProfiles(),
    };
    const scenario = await pastOf(demo);
    const simulator = await startSimulator({
      scenario,
      profiles: demo.profiles,
      clock: systemClock(),
    });
    try {
      const gateway = await startGateway({
        dataFolder: folder,
        installation: demo.installation,
        port: given.number("port") ?? DEFAULT_PORT,
        logLevel: given.text("log") ?? "warn",
      });
      say(`COUNTERS page: ${gateway.url}`);
      say("DEMO: every figure is invented. The gateway listens on this machine only.");
      say("Stop with Ctrl+C.");
      await untilStopped(gateway.lost);
      await gateway.stop();
    } finally {
      await simulator.stop();
    }
    return 0;
  },
};

/** Makes what is missing of the building's past; the scenario as it was first looked at. */
async function pastOf(demo: Demo): Promise<Scenario> {
  const { folder, files } = demo;
  const nowMs = systemClock().nowMs();
  const note = readNote(folder, files.hash);
  if (note !== undefined) {
    const scenario = parseScenario(files.scenario, { referenceMs: note.referenceMs });
    const writtenMs = await lastWrittenMs(folder);
    if (nowMs - writtenMs >= GAP_MS_MIN) {
      say("Filling the time since the demo was last running …");
      await history(demo, scenario, folder, writtenMs, nowMs);
    }
    return scenario;
  }
  const referenceMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const scenario = parseScenario(files.scenario, { referenceMs });
  say(`Making ${HISTORY_MONTHS} months of history, once. It takes about half a minute.`);
  await makeBeside(folder, { referenceMs, hash: files.hash }, (partial) =>
    history(demo, scenario, partial, monthsBefore(referenceMs, demo.installation.timeZone), nowMs),
  );
  return scenario;
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

function modbusProfiles(): ReadonlyMap<string, ModbusProfile> {
  const all = [...loadProfiles().profiles.values()].map(({ profile }) => profile);
  return new Map(
    all.flatMap((profile) => (profile.kind === "modbus" ? [[profile.id, profile]] : [])),
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
