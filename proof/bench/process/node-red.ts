// The peer: Node-RED with its Modbus nodes on the same meters and the same broker. It is installed
// into a folder of its own from a lockfile; peer/flow.json is the whole of what was set.

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../tests/free-port.ts";
import { type BuildingPlaces, benchMeters } from "../building/bench-building.ts";
import type { TakenReading } from "../building/compare-readings.ts";
import { end } from "../building/open-building.ts";
import { awaitUntil } from "../measure/await-until.ts";

const source = fileURLToPath(new URL("./peer", import.meta.url));
const installed = fileURLToPath(new URL("../../../.cache/bench-peer", import.meta.url));
const installMsMax = 15 * 60_000;

/** A running Node-RED. */
export interface OpenPeer {
  readonly pid: number;
  /** Reads every meter of the line; what it took of all, those heard included. */
  readonly round: () => Promise<readonly TakenReading[]>;
  readonly stop: () => Promise<void>;
}

interface RoundAnswer {
  readonly bus: Readonly<Record<string, PeerReading>>;
  readonly mqtt: Readonly<Record<string, PeerReading>>;
}

interface PeerReading {
  readonly index: string;
  readonly atMs: number;
}

/** Starts the peer on the building; `folder` is its own. Installs it the first time. */
export async function openPeer(folder: string, places: BuildingPlaces): Promise<OpenPeer> {
  install();
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(source, "settings.cjs"), join(folder, "settings.cjs"));
  const flow = readFileSync(join(source, "flow.json"), "utf8")
    .replace("BENCH_BUS_PORT", String(places.busPort))
    .replace("BENCH_BROKER_PORT", String(places.brokerPort));
  writeFileSync(join(folder, "flow.json"), flow);
  const port = await freePort();
  // Node-RED looks for nodes below its user folder and beside itself.
  const program = join(installed, "node_modules", "node-red", "red.js");
  const child = spawn(
    process.execPath,
    [program, "--userDir", folder, "--settings", join(folder, "settings.cjs")],
    {
      cwd: installed,
      env: {
        ...process.env,
        BENCH_PORT: String(port),
        BENCH_FILE: join(folder, "rounds.jsonl"),
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const url = `http://127.0.0.1:${port}/round`;
  const patience = { withinMs: 120_000, everyMs: 500 };
  const ask = async () => {
    const answer = await fetch(url, { method: "POST", signal: AbortSignal.timeout(90_000) });
    return answer.status === 200 ? ((await answer.json()) as RoundAnswer) : undefined;
  };
  await awaitUntil("Node-RED answers", patience, () => ask().catch(() => undefined));
  return {
    pid: child.pid ?? 0,
    async round() {
      const answer = await ask();
      if (answer === undefined) throw new Error("Node-RED refused a round");
      return readingsOf(answer);
    },
    stop: () => end(child),
  };
}

function readingsOf({ bus, mqtt }: RoundAnswer): readonly TakenReading[] {
  return benchMeters.flatMap(({ id, place }) => {
    const found = place.kind === "bus" ? bus[String(place.address)] : mqtt[place.mac];
    return found === undefined ? [] : [{ meterId: id, index: found.index, takenAtMs: found.atMs }];
  });
}

/** From the lockfile beside it, once for each of its versions. */
function install(): void {
  const lockfile = readFileSync(join(source, "package-lock.json"));
  const stamp = createHash("sha256").update(lockfile).digest("hex");
  const stampFile = join(installed, ".stamp");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  console.log("Installing Node-RED for comparison, once; it takes some minutes.");
  mkdirSync(installed, { recursive: true });
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    copyFileSync(join(source, name), join(installed, name));
  }
  const args = ["ci", "--ignore-scripts", "--loglevel=error"];
  const result = spawnSync("npm", args, {
    cwd: installed,
    stdio: ["ignore", "inherit", "inherit"],
    timeout: installMsMax,
  });
  if (result.status !== 0) throw new Error(`npm ci in ${installed} ended with ${result.status}`);
  writeFileSync(stampFile, stamp);
}
