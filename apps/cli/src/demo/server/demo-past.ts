/** The past of the demo's buildings: made once, and filled up where the demo was not running. */

import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addMonths, monthOf, monthSpan } from "@mega/domain";
import { loadConfig } from "@mega/installation";
import type { ModbusProfile } from "@mega/profiles";
import { parseScenario } from "@mega/simulator";
import { lastWrittenMs } from "../demo-folder.ts";
import { makeHistory } from "../make-history.ts";
import { boxFolder } from "./demo-note.ts";
import type { DemoBuilding } from "./demo-people.ts";

/** A gap shorter than this is caught up by the gateway itself. */
const GAP_MS_MIN = 2 * 3_600_000;

/** What a past is made from. */
export interface PastWanted {
  readonly folder: string;
  readonly building: DemoBuilding;
  readonly profiles: ReadonlyMap<string, ModbusProfile>;
  /** What relative instants of the building count from. */
  readonly referenceMs: number;
  readonly toMs: number;
}

/** The gateway's configuration, with the ports of this run. */
export function configFileOf(folder: string, { id }: DemoBuilding): string {
  return join(folder, `${id}.yaml`);
}

/** Writes the configuration where it says something else. */
export function writeConfiguration(folder: string, building: DemoBuilding): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(configFileOf(folder, building), building.configuration);
}

/** Makes so many months in the folder of the first box, whole or not at all. */
export async function makePast(wanted: PastWanted, months: number): Promise<void> {
  const { folder, building, referenceMs } = wanted;
  const dataFolder = boxFolder(folder, building.id, 1);
  const partial = `${dataFolder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const { timeZone } = loadConfig(configFileOf(folder, building));
  const month = monthOf(referenceMs, timeZone);
  const intoMonthMs = referenceMs - monthSpan(month, timeZone).fromMs;
  const fromMs = monthSpan(addMonths(month, -months), timeZone).fromMs + intoMonthMs;
  await history(wanted, { dataFolder: partial, fromMs, fromNothing: true });
  rmSync(dataFolder, { recursive: true, force: true });
  renameSync(partial, dataFolder);
}

/** Makes the time since a box was last running. @param box Which one is in place */
export async function fillGap(wanted: PastWanted, box: number): Promise<void> {
  const dataFolder = boxFolder(wanted.folder, wanted.building.id, box);
  const fromMs = await lastWrittenMs(dataFolder);
  if (wanted.toMs - fromMs < GAP_MS_MIN) return;
  await history(wanted, { dataFolder, fromMs, fromNothing: false });
}

async function history(
  { folder, building, profiles, referenceMs, toMs }: PastWanted,
  how: { readonly dataFolder: string; readonly fromMs: number; readonly fromNothing: boolean },
): Promise<void> {
  await makeHistory({
    ...how,
    installation: loadConfig(configFileOf(folder, building)),
    scenario: parseScenario(building.scenario, { referenceMs }),
    profiles,
    toMs,
    movings: [],
    onMonth: () => undefined,
  });
}
