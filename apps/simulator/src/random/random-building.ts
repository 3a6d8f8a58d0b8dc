/**
 * A building made up from a seed: meters of many kinds with loads that might be real, and a calendar
 * of every fault that a meter can have. Most months of most channels are clean; no two faults that
 * change figures come within 40 days on one meter but where that is the point.
 */

import { addMonths, monthOf, monthSpan } from "@mega/domain";
import type { Scenario } from "../scenario/scenario.ts";
import { chanceOf } from "./chance.ts";
import { faultCalendar } from "./fault-calendar.ts";
import { type RandomExchange, randomExchanges } from "./random-exchanges.ts";
import { randomFaults } from "./random-faults.ts";
import { type RandomMeter, randomBuses, randomMeters } from "./random-meters.ts";
import { type SiteNote, siteNotes } from "./site-notes.ts";

/** What building is wanted. */
export interface RandomBuildingOptions {
  /** 16 on each bus. */
  readonly rtuMeters: number;
  readonly mqttMeters: number;
  /** A whole hour, milliseconds since 1970 UTC. */
  readonly startMs: number;
  /** How long it is lived in, from the local month of the start; 1 to 120. */
  readonly months: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** A building, and what persons on site know of it. */
export interface RandomBuilding {
  readonly scenario: Scenario;
  readonly siteNotes: readonly SiteNote[];
  /** The end of the time that its faults are drawn for. */
  readonly endMs: number;
}

const wholeShare = 128 * 14;
const brokerPort = 18_883;
const hourMs = 3_600_000;
const metersMax = 128;
const monthsMax = 120;

/**
 * Makes a building up.
 *
 * @param seed 0 to 2^32 − 1; the same one and the same options give the same building.
 * @throws RangeError for options out of their range.
 */
export function randomBuilding(seed: number, options: RandomBuildingOptions): RandomBuilding {
  check(options);
  const { rtuMeters, mqttMeters, startMs, months, timeZone } = options;
  const chance = chanceOf(seed);
  const { fromMs: endMs } = monthSpan(addMonths(monthOf(startMs, timeZone), months), timeZone);
  const share = ((rtuMeters + mqttMeters) * months) / wholeShare;
  const meters = randomMeters(chance, { rtuMeters, mqttMeters });
  const calendar = faultCalendar(chance, { startMs, endMs, timeZone });
  const faults = randomFaults({ chance, calendar, meters, share });
  const faulty = meters.map(({ kind, meter }): RandomMeter => {
    return { kind, meter: { ...meter, faults: faults.get(meter.id) ?? [] } };
  });
  const bare: Scenario = {
    ...{ seed, timeZone, startMs, brokerPort, p1Ports: [] },
    buses: randomBuses(rtuMeters),
    meters: faulty.map(({ meter }) => meter),
  };
  const exchanges = randomExchanges(chance, calendar, faulty, bare, share);
  const scenario = withExchanges(bare, exchanges);
  const notes = siteNotes({ scenario, meters: faulty, exchanges, endMs });
  return { scenario, siteNotes: notes, endMs };
}

function withExchanges(scenario: Scenario, exchanges: readonly RandomExchange[]): Scenario {
  return {
    ...scenario,
    meters: scenario.meters.map((meter) => {
      const own = exchanges.filter(({ meterId }) => meterId === meter.id);
      const inOrder = own
        .map(({ exchange }) => exchange)
        .sort((one, other) => one.atMs - other.atMs);
      return { ...meter, exchanges: inOrder };
    }),
  };
}

function check({ rtuMeters, mqttMeters, startMs, months }: RandomBuildingOptions): void {
  const meters = rtuMeters + mqttMeters;
  const wrong = (what: string, found: number, allowed: string) =>
    new RangeError(`${what} is ${found}; allowed is ${allowed}.`);
  for (const [name, count] of Object.entries({ rtuMeters, mqttMeters })) {
    if (!Number.isInteger(count) || count < 0) throw wrong(name, count, "a whole number from 0");
  }
  if (meters < 1 || meters > metersMax)
    throw wrong("The sum of meters", meters, `1 to ${metersMax}`);
  if (!Number.isInteger(months) || months < 1 || months > monthsMax) {
    throw wrong("months", months, `a whole number from 1 to ${monthsMax}`);
  }
  if (!Number.isInteger(startMs / hourMs)) throw wrong("startMs", startMs, "a whole hour");
}
