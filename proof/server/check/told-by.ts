/** What a ledger, or the mirror of one, tells people: COUNTERS, and every reading behind it. */

import type { GatewayConfig } from "@mega/contract";
import { loadProfileSet } from "@mega/installation";
import { mirrorFigures } from "../../../apps/server/src/figures/mirror-figures.ts";
import type { MirroredLedger } from "../../../apps/server/src/readings/mirror-reader.ts";
import { configurationText } from "../../bench/building/bench-building.ts";

const config = JSON.parse(configurationText({ busPort: 1, brokerPort: 1 })) as GatewayConfig;
const profiles = loadProfileSet("/nowhere");
/** Sources of a life. */
const SOURCES = [1, 2, 3, 4];
const EVER_MS = 253_402_300_799_999;
const READINGS_MAX = 100_000;

/** What is told, as one text that is the same where nothing differs. */
export interface Told {
  readonly text: string;
  /** Months of the table that are closed. */
  readonly closedMonths: number;
}

/** Asks it. */
export async function toldBy(mirror: MirroredLedger, nowMs: number): Promise<Told> {
  const gateway = { config, ownProfiles: [], mac: "02:00:00:00:00:01", version: "soak", mirror };
  const figures = await mirrorFigures({ clock: { nowMs: () => nowMs }, profiles }, gateway);
  const seen = figures.whole({ accountId: null, why: "stay", staysBehind: () => [] });
  const table = await seen.table(seen.part({}));
  const readings = [];
  for (const sourceNo of SOURCES) {
    readings.push(await mirror.readingsBetween(sourceNo, 0, EVER_MS, READINGS_MAX));
  }
  const cells = table.rows.flatMap(({ counters }) => counters.flatMap(({ cells: all }) => all));
  const closedMonths = cells.filter(({ closed }) => closed).length;
  return { text: JSON.stringify({ table, readings }), closedMonths };
}
