/** Values of the moment of a virtual meter; they change with the hour and are made up but for power. */

import type { Decimal } from "@mega/domain";
import type { LiveUnit } from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";

/** What a live value is made of. */
export interface Moment {
  /** Negative while the meter injects. */
  readonly powerW: number;
  readonly flowLitresPerHour: number;
}

/** Power and flow at an instant, from what the hour brings. */
export function momentAt(meter: ScenarioMeter, truth: BuildingTruth, instantMs: number): Moment {
  const known = meter.load === undefined ? [] : truth.countersOf(meter.id);
  const flow = (id: string) => (known.includes(id) ? truth.flowAt(meter.id, id, instantMs) : 0);
  return {
    powerW: Math.round((flow("import") - flow("export") + flow("energy")) / 1000),
    flowLitresPerHour: Math.round(flow("volume") / 1000),
  };
}

/** One value of the moment, by the name and the unit that the profile gives it. */
export function liveValue(name: string, unit: LiveUnit, moment: Moment): Decimal {
  const isPhase = /[lL][123]/.test(name);
  const powerW = isPhase ? Math.round(moment.powerW / 3) : moment.powerW;
  const whole = (amount: number): Decimal => ({ amount, decimals: 0 });
  switch (unit) {
    case "W":
      return whole(powerW);
    case "kW":
      return { amount: powerW, decimals: 3 };
    case "var":
      return whole(Math.round(powerW / 8));
    case "kvar":
      return { amount: Math.round(powerW / 8), decimals: 3 };
    case "V":
      return { amount: 2314, decimals: 1 };
    case "A":
      return { amount: Math.abs(Math.round((powerW * 100) / 231)), decimals: 2 };
    case "Hz":
      return { amount: 5000, decimals: 2 };
    case "°C":
      return { amount: /return/i.test(name) ? 412 : 662, decimals: 1 };
    case "K":
      return whole(25);
    case "L/h":
      return whole(moment.flowLitresPerHour);
    case "m3/h":
      return { amount: moment.flowLitresPerHour, decimals: 3 };
    case "1":
      return { amount: 97, decimals: 2 };
  }
}
