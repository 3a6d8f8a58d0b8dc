// The bench building on the wire: a real Mosquitto, and the simulator in a process of its own that
// serves the line by TCP and publishes for 96 devices.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { toUtcString } from "@mega/domain";
import { type BuildingTruth, buildingTruth, parseScenario } from "@mega/simulator";
import { freePort } from "../../../tests/free-port.ts";
import { awaitUntil } from "../measure/await-until.ts";
import { type BuildingPlaces, scenarioText } from "./bench-building.ts";
import type { MadePast } from "./make-past.ts";

const mega = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url));

/** A building that is met on the wire. */
export interface OpenBuilding {
  readonly places: BuildingPlaces;
  /** What every meter shows at any instant. */
  readonly truth: BuildingTruth;
  readonly close: () => Promise<void>;
}

/** Opens the building with a past; resolves when broker and meters can be reached. */
export async function openBuilding(past: MadePast): Promise<OpenBuilding> {
  const places = { busPort: await freePort(), brokerPort: await freePort() };
  const folder = mkdtempSync(join(tmpdir(), "mega-bench-building-"));
  const running: ChildProcess[] = [];
  const close = async () => {
    await Promise.all(running.map(end));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    running.push(startBroker(folder, places.brokerPort));
    await awaitUntil("Mosquitto listens", { withinMs: 10_000, everyMs: 20 }, () =>
      answers(places.brokerPort),
    );
    const text = scenarioText(places, past.start);
    const scenarioFile = join(folder, "building.json");
    writeFileSync(scenarioFile, text);
    const reference = ["--reference", toUtcString(past.referenceMs)];
    const args = ["simulate", "--scenario", scenarioFile, ...reference];
    const meters = spawn(process.execPath, ["--disable-warning=DEP0169", mega, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.push(meters);
    await sayingOf(meters, /^The building began/);
    const scenario = parseScenario(text, { referenceMs: past.referenceMs });
    return { places, truth: buildingTruth(scenario), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startBroker(folder: string, port: number): ChildProcess {
  const config = join(folder, "mosquitto.conf");
  // Run by root it would become a user that cannot look into the folder.
  const lines = [`listener ${port} 127.0.0.1`, "allow_anonymous true", "user root"];
  writeFileSync(config, `${lines.join("\n")}\n`);
  return spawn("/usr/sbin/mosquitto", ["-c", config], { stdio: "ignore" });
}

/** Resolves to the first line of the form; rejects when the process ends before. */
function sayingOf(child: ChildProcess, form: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error("the process has no output"));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (form.test(line)) resolve(line);
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`it ended with code ${code} before ${form}`)));
  });
}

/** Ends a process that was started here. */
export function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("close", () => resolve());
    child.kill("SIGTERM");
  });
}

function answers(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(undefined));
  });
}
