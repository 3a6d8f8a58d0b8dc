/** The server's demo from its start to Ctrl+C. */

import { join, relative } from "node:path";
import process from "node:process";
import { MegaError, systemClock } from "@mega/domain";
import { loadConfig } from "@mega/installation";
import type { ModbusProfile } from "@mega/profiles";
import { smtpSettings, startServer } from "@mega/server";
import { parseScenario, startSimulator } from "@mega/simulator";
import { untilStopped } from "../../until-stopped.ts";
import { modbusProfiles } from "../modbus-profiles.ts";
import { startBox } from "./box-process.ts";
import { openDoor } from "./demo-door.ts";
import {
  boxFolder,
  type DemoNote,
  readDemoNote,
  serverFolder,
  writeDemoNote,
} from "./demo-note.ts";
import { configFileOf, fillGap, makePast, writeConfiguration } from "./demo-past.ts";
import { type DemoBuilding, readServerDemo, type ServerDemo } from "./demo-people.ts";
import type { DemoStage } from "./demo-stage.ts";
import { keepMailsIn } from "./mail-folder.ts";
import { removeDemo } from "./remove-demo.ts";
import { newBoxFile, replaceBox } from "./replace-box.ts";
import { setUp } from "./set-up.ts";
import { tellDemo } from "./tell-demo.ts";

const HOUR_MS = 3_600_000;
const HOST = "127.0.0.1";
const MAILS = "mails";

/** How it is run. */
export interface DemoRun {
  readonly folder: string;
  /** Of the portal; four more follow it. */
  readonly firstPort: number;
  /** Of the past that is made. */
  readonly months: number;
  readonly fresh: boolean;
  readonly logLevel: string;
  readonly say: (text: string) => void;
}

type End = () => Promise<unknown> | unknown;

/** Runs it until it is told to stop. */
export async function runServerDemo(run: DemoRun): Promise<void> {
  const ends: End[] = [];
  try {
    await start(run, ends);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function start(run: DemoRun, ends: End[]): Promise<void> {
  const { folder, firstPort, say } = run;
  const demo = readServerDemo(firstPort);
  const known = knownNote(run, demo);
  const note = known ?? newNote(run, demo);
  const { referenceMs } = note;
  // The meters come first: their ports tell at once when another demo is running.
  const profiles = modbusProfiles();
  for (const { scenario } of demo.buildings) {
    const parsed = parseScenario(scenario, { referenceMs });
    const simulator = await startSimulator({ scenario: parsed, profiles, clock: systemClock() });
    ends.push(() => simulator.stop());
  }
  // What is there is another demo, or one that was interrupted.
  if (known === undefined) removeDemo(folder);
  const mails = await keepMailsIn(join(folder, MAILS), (file) => say(`Mail: ${fromHere(file)}`));
  ends.push(() => mails.stop());
  const server = await startServer({
    ...{ dataFolder: serverFolder(folder, note), databaseUrl: null, host: HOST, port: firstPort },
    logLevel: run.logLevel,
    tunnels: { kind: "port", port: 0 },
    mails: {
      smtp: smtpSettings(`smtp://${HOST}:${mails.port}`, "mega@example.org"),
      publicUrl: `http://${HOST}:${firstPort}`,
    },
  });
  ends.push(() => server.stop());
  const boxes: DemoStage["boxes"] = new Map();
  const stage: DemoStage = { folder, demo, serverUrl: server.url, note, boxes, say };
  ends.push(() => Promise.all([...boxes.values()].map((box) => box.end("SIGTERM"))));
  if (known === undefined) await begin(stage, run, profiles);
  else await goOn(stage, profiles);

  const one = oneAtATime();
  ends.push(await openDoor(folder, (asked, tell) => one(() => replace(stage, asked, tell))));
  tellDemo(stage, fromHere(join(folder, MAILS)));
  await untilStopped(server.lost);
}

/** What there is to go on with; what cannot be gone on with is removed, or refused. */
function knownNote({ folder, firstPort, fresh }: DemoRun, { hash }: ServerDemo) {
  const note = fresh ? undefined : readDemoNote(folder);
  if (note !== undefined && note.hash === hash && note.firstPort !== firstPort) {
    throw new MegaError("CONFLICT", `The demo in ${folder} was set up on port ${note.firstPort}`, {
      hint: `Start it with --port ${note.firstPort}, or anew with --fresh.`,
    });
  }
  return note?.hash === hash ? note : undefined;
}

function newNote({ firstPort }: DemoRun, { hash }: ServerDemo): DemoNote {
  const madeAtMs = systemClock().nowMs();
  const referenceMs = Math.floor(madeAtMs / HOUR_MS) * HOUR_MS;
  return { hash, firstPort, madeAtMs, referenceMs, buildings: {}, factors: {} };
}

type Profiles = ReadonlyMap<string, ModbusProfile>;

async function begin(stage: DemoStage, { months }: DemoRun, profiles: Profiles): Promise<void> {
  const { folder, demo, note, say } = stage;
  for (const building of demo.buildings) {
    writeConfiguration(folder, building);
    const { location } = loadConfig(configFileOf(folder, building));
    say(`${location}: making ${months} months of history, once.`);
    const toMs = systemClock().nowMs();
    const wanted = { folder, building, profiles, referenceMs: note.referenceMs, toMs };
    await makePast(wanted, months);
  }
  stage.note = { ...note, ...(await setUp(stage)) };
  writeDemoNote(folder, stage.note);
}

async function goOn(stage: DemoStage, profiles: Profiles): Promise<void> {
  const { folder, demo, note, boxes } = stage;
  for (const building of demo.buildings) {
    const { id, port } = building;
    const box = note.buildings[id]?.box ?? 1;
    const toMs = systemClock().nowMs();
    await fillGap({ folder, building, profiles, referenceMs: note.referenceMs, toMs }, box);
    const configFile = box === 1 ? configFileOf(folder, building) : newBoxFile(folder, id, box);
    boxes.set(id, await startBox({ dataFolder: boxFolder(folder, id, box), configFile, port }));
  }
}

async function replace(
  stage: DemoStage,
  asked: string,
  tell: (step: string) => void,
): Promise<void> {
  const building = stage.demo.buildings.find(({ id }) => id === asked);
  if (building === undefined) {
    const allowed = stage.demo.buildings.map(({ id }: DemoBuilding) => id).join(", ");
    throw new MegaError("REQUEST_INVALID", `"${asked}" is no building; allowed: ${allowed}`);
  }
  await replaceBox(stage, building, (step) => {
    tell(step);
    stage.say(step);
  });
}

/** As somebody would type it. */
function fromHere(path: string): string {
  return relative(process.cwd(), path);
}

/** One after the other: a box has one place. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
