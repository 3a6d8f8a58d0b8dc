/** One seed: a building and a year are drawn, run and compared. */

import { rmSync } from "node:fs";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { randomBuilding } from "@mega/simulator";
import { quickFolder } from "../../quick-folder.ts";
import { compareYear, type YearResult } from "../compare/compare-year.ts";
import { channelMeters } from "../driver/channels.ts";
import { notesOfBuilding } from "../driver/notes-of-building.ts";
import { runYear } from "../driver/run-year.ts";
import type { YearRecord } from "../driver/year-record.ts";
import { clockChangesIn, firstWake, planEvents } from "../events/plan-events.ts";
import { monthStartMs } from "../expected/calendar.ts";

/** What is drawn. */
export interface SeedInput {
  readonly seed: number;
  readonly months: number;
  readonly rtu: number;
  readonly mqtt: number;
  /** The month it begins in; October 2027, so that a February of 29 days lies in a year. */
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
  const { seed, months, rtu, mqtt, firstMonth = { year: 2027, month: 10 } } = input;
  // In the middle of a month, as an installer comes; some hours into the one after the last.
  const { year, month } = firstMonth;
  const startMs = monthStartMs(year, month, timeZone) + 14 * 24 * hourMs;
  const fromMs = startMs + 30 * 60_000;
  const toMs = monthStartMs(year, month + months, timeZone) + 9 * hourMs;
  const building = randomBuilding(seed, {
    ...{ rtuMeters: rtu, mqttMeters: mqtt, startMs, months, timeZone },
  });
  const { scenario } = building;
  const notes = notesOfBuilding(building);
  const channels = channelMeters(scenario);
  const exchanged = scenario.meters.flatMap(({ id, exchanges }) =>
    exchanges.map(({ atMs }) => ({ channelNo: channels.indexOf(id) + 1, atMs })),
  );
  const folder = quickFolder("year");
  try {
    const record = await runYear({
      scenario,
      profiles: modbusProfiles(),
      notes,
      events: planEvents({
        ...{ seed, fromMs, toMs, timeZone, exchanged, channels: channels.length },
        clockChangesMs: clockChangesIn(fromMs, toMs, timeZone),
        announcedMs: notes.changes.map(({ knownMs }) => knownMs),
      }),
      ...{ fromMs, toMs, folder, firstWake: firstWake(seed) },
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
