/** One seed: a building and a year are drawn, run and compared. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { randomBuilding } from "@mega/simulator";
import { compareYear, type YearResult } from "../compare/compare-year.ts";
import { notesOfBuilding } from "../driver/notes-of-building.ts";
import { runYear } from "../driver/run-year.ts";
import type { YearRecord } from "../driver/year-record.ts";
import { clockChangesIn, planEvents } from "../events/plan-events.ts";
import { monthStartMs } from "../expected/calendar.ts";

/** What is drawn. */
export interface SeedInput {
  readonly seed: number;
  readonly months: number;
  readonly rtu: number;
  readonly mqtt: number;
  /** The first whole month, "2027-11". The next February has 29 days. */
  readonly firstMonth?: { readonly year: number; readonly month: number };
}

/** What became of it. */
export interface SeedYear {
  readonly record: YearRecord;
  readonly result: YearResult;
}

const timeZone = "Europe/Brussels";
const hourMs = 3_600_000;

/** Runs the year of a seed. */
export async function seedYear(input: SeedInput): Promise<SeedYear> {
  const { seed, months, rtu, mqtt, firstMonth = { year: 2027, month: 11 } } = input;
  // A day before the first month, so that it begins with an index; some hours into the last.
  const startMs = monthStartMs(firstMonth.year, firstMonth.month, timeZone) - 26 * hourMs;
  const fromMs = startMs + 30 * 60_000;
  const toMs = monthStartMs(firstMonth.year, firstMonth.month + months - 1, timeZone) + 9 * hourMs;
  const building = randomBuilding(seed, {
    ...{ rtuMeters: rtu, mqttMeters: mqtt, startMs, months, timeZone },
  });
  const { scenario } = building;
  const notes = notesOfBuilding(building);
  const channels = scenario.meters.length;
  const folder = mkdtempSync(join(tmpdir(), "mega-year-"));
  try {
    const record = await runYear({
      scenario,
      profiles: modbusProfiles(),
      notes,
      events: planEvents({
        ...{ seed, fromMs, toMs, timeZone, channels },
        clockChangesMs: clockChangesIn(fromMs, toMs, timeZone),
        announcedMs: notes.changes.map(({ knownMs }) => knownMs),
      }),
      ...{ fromMs, toMs, folder },
    });
    return { record, result: compareYear(record) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function modbusProfiles(): ReadonlyMap<string, ModbusProfile> {
  const all = [...loadProfiles().profiles.values()].map(({ profile }) => profile);
  return new Map(
    all.flatMap((profile) => (profile.kind === "modbus" ? [[profile.id, profile] as const] : [])),
  );
}
