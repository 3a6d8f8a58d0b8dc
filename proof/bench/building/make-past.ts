// A year of the bench building in a data folder: the whole gateway on a moved clock reads the
// simulator's meters hour by hour. It is kept for a day, for it takes a minute or two.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@mega/domain";
import { parseConfig } from "@mega/installation";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { parseScenario } from "@mega/simulator";
import { makeBeside } from "../../../apps/cli/src/demo/demo-folder.ts";
import { makeHistory } from "../../../apps/cli/src/demo/make-history.ts";
import { configurationText, scenarioText } from "./bench-building.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;
const keptMs = 24 * hourMs;
/** How long before the reference the building began; more than a year, so that the year is whole. */
const START = "-P13M";
/** Only what stands in the scenario; nothing is opened under a moved clock. */
const noPlaces = { busPort: 1, brokerPort: 1 };

/** A copy of the year. */
export interface MadePast {
  /** What the simulator's relative instants count from. */
  readonly referenceMs: number;
  readonly start: string;
}

/**
 * Copies a year into a folder, which is made; makes the year first where there is none of today.
 *
 * @param say Hears what takes time.
 */
export async function copyPast(folder: string, say: (text: string) => void): Promise<MadePast> {
  const nowMs = Math.floor(systemClock().nowMs() / hourMs) * hourMs;
  const hash = sourcesHash();
  const kept = join(root, ".cache", "bench-year");
  const noteFile = join(kept, "demo.json");
  const note = existsSync(noteFile)
    ? (JSON.parse(readFileSync(noteFile, "utf8")) as { referenceMs: number; hash: string })
    : undefined;
  let referenceMs = note?.referenceMs;
  if (note?.hash !== hash || referenceMs === undefined || nowMs - referenceMs > keptMs) {
    say("Making a year of 128 channels; it is kept for a day.");
    referenceMs = nowMs;
    mkdirSync(join(root, ".cache"), { recursive: true });
    await makeBeside(kept, { referenceMs, hash }, (partial) => makeYear(partial, nowMs));
  }
  rmSync(folder, { recursive: true, force: true });
  cpSync(kept, folder, { recursive: true });
  return { referenceMs, start: START };
}

function makeYear(dataFolder: string, toMs: number): Promise<void> {
  const profiles = [...loadProfiles().profiles.values()].flatMap(({ profile }) =>
    profile.kind === "modbus" ? [[profile.id, profile] as const] : [],
  );
  return makeHistory({
    dataFolder,
    installation: parseConfig(configurationText(noPlaces), "the bench building"),
    scenario: parseScenario(scenarioText(noPlaces, START, "asHeard"), { referenceMs: toMs }),
    profiles: new Map<string, ModbusProfile>(profiles),
    fromMs: toMs - yearMs,
    toMs,
    movings: [],
    fromNothing: true,
    onMonth: () => undefined,
  });
}

/** Another program writes another year. */
function sourcesHash(): string {
  const hash = createHash("sha256");
  const folders = [
    ...["packages/domain/src", "packages/ledger/src", "packages/profiles/src"],
    ...["packages/installation/src", "packages/figures/src"],
    ...["apps/gateway/src/acquisition", "apps/gateway/src/store", "apps/simulator/src"],
    "proof/bench/building",
  ];
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    for (const name of names.filter((one) => one.endsWith(".ts")).toSorted()) {
      hash.update(name).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest("hex");
}
