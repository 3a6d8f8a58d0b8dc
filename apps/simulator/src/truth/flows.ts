/**
 * What flows through a meter in one hour, in whole micro-units (0.000001 kWh or m³), never negative.
 * Every flow is a pure function of the hour's number: a moved clock, a restart and the live service
 * see the same building.
 */

import { hourOfLife } from "./hour-of-life.ts";
import { fractionAt } from "./seeded-hash.ts";

/** Micro-units in an hour; the hour is counted from 1970 UTC. */
export type Flow = (hourNo: number) => number;

const micro = 1_000_000;
const hoursPerYear = 8766;

const homeShape = [
  0.45, 0.4, 0.38, 0.37, 0.38, 0.5, 0.9, 1.25, 1.1, 0.85, 0.8, 0.95, 1.2, 1.0, 0.8, 0.85, 1.05, 1.5,
  2.0, 2.05, 1.8, 1.45, 1.0, 0.65,
];
const waterShape = [
  0.1, 0.05, 0.05, 0.05, 0.1, 0.5, 1.8, 2.6, 2.0, 1.2, 0.9, 0.9, 1.2, 0.9, 0.6, 0.6, 0.9, 1.4, 1.9,
  1.8, 1.5, 1.2, 0.8, 0.4,
];
const commonShape = [
  1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.3, 1.2, 0.8, 0.7, 0.7, 0.7, 0.8, 0.7, 0.7, 0.7, 0.9, 1.2, 1.4,
  1.4, 1.3, 1.3, 1.2, 1.2,
];

/** Electricity of a flat: evenings, weekends, winters, and weeks away. */
export function householdFlow(seed: number, yearlyKwh: number): Flow {
  const meanPerHour = (yearlyKwh * micro) / hoursPerYear;
  return (hourNo) => {
    const { dayNo, hour, weekend, winter } = hourOfLife(hourNo);
    const away = fractionAt(seed ^ 0x5a5a, Math.floor(dayNo / 7)) < 0.06 ? 0.15 : 1;
    const habit = (homeShape[hour] ?? 1) * (weekend ? 1.15 : 0.94) * (1 + 0.22 * winter);
    return Math.round(meanPerHour * habit * away * (0.45 + 1.1 * fractionAt(seed, hourNo)));
  };
}

/** Lights, lift and ventilation of the common parts. */
export function commonFlow(seed: number, yearlyKwh: number): Flow {
  const meanPerHour = (yearlyKwh * micro) / hoursPerYear;
  return (hourNo) => {
    const { hour, winter } = hourOfLife(hourNo);
    const habit = (commonShape[hour] ?? 1) * (1 + 0.15 * winter);
    return Math.round(meanPerHour * habit * (0.85 + 0.3 * fractionAt(seed, hourNo)));
  };
}

/**
 * Solar panels: longer and higher days in summer, clouds of the day and of the hour. The seed is the
 * building's, so that all its panels see the same sky.
 */
export function solarFlow(skySeed: number, yearlyKwh: number): Flow {
  const scalePerHour = (yearlyKwh * micro) / 1730;
  return (hourNo) => {
    const { dayNo, hour, winter } = hourOfLife(hourNo);
    const halfDayHours = 6.1 - 2.1 * winter;
    const fromNoonHours = Math.abs(hour + 0.5 - 12.6);
    if (fromNoonHours >= halfDayHours) return 0;
    const height =
      Math.cos((Math.PI / 2) * (fromNoonHours / halfDayHours)) * (0.62 - 0.38 * winter);
    const clouds = 0.25 + 0.75 * fractionAt(skySeed, dayNo);
    const passing = 0.8 + 0.2 * fractionAt(skySeed ^ 0x77, hourNo);
    return Math.round(scalePerHour * height * clouds * passing);
  };
}

/** Heat of a flat: what the weather asks for below 16 °C, and hot water all year. */
export function heatFlow(seed: number, skySeed: number, yearlyKwh: number): Flow {
  const perDegreeHour = (0.85 * yearlyKwh * micro) / 56_000;
  const hotWaterPerHour = (0.15 * yearlyKwh * micro) / hoursPerYear;
  return (hourNo) => {
    const { dayNo, hour, winter } = hourOfLife(hourNo);
    const outsideC =
      10.6 -
      7.6 * winter -
      2.5 * Math.cos((2 * Math.PI * (hour - 3)) / 24) +
      7 * (fractionAt(skySeed ^ 0x1234, dayNo) - 0.5);
    const asked = Math.max(0, 16 - outsideC) * (hour >= 6 && hour < 23 ? 1.12 : 0.7);
    const drawn = hotWaterPerHour * (waterShape[hour] ?? 1);
    return Math.round((perDegreeHour * asked + drawn) * (0.8 + 0.4 * fractionAt(seed, hourNo)));
  };
}

/** Water of a flat; nothing at all in most hours of the night. */
export function waterFlow(seed: number, yearlyM3: number): Flow {
  const meanPerHour = (yearlyM3 * micro) / hoursPerYear;
  return (hourNo) => {
    const { hour, weekend } = hourOfLife(hourNo);
    const habit = (waterShape[hour] ?? 1) * (weekend ? 1.1 : 0.96);
    const drawn = fractionAt(seed, hourNo);
    if (drawn < 0.3) return 0;
    return Math.round(meanPerHour * habit * 2.19 * (drawn - 0.3) * 1.86);
  };
}

/** Gas of the boiler room: the weather, as heat has it, at about 10.5 kWh a cubic metre. */
export function gasFlow(seed: number, skySeed: number, yearlyM3: number): Flow {
  return heatFlow(seed, skySeed, yearlyM3);
}

/** The part of a flow that is left of another: consumption beyond the panels, or the reverse. */
export function excessFlow(flow: Flow, other: Flow): Flow {
  return (hourNo) => Math.max(0, flow(hourNo) - other(hourNo));
}

/** A flow in the hours that are chosen, nothing in the others. */
export function flowDuring(flow: Flow, chosen: (hourNo: number) => boolean): Flow {
  return (hourNo) => (chosen(hourNo) ? flow(hourNo) : 0);
}

/** Flows together. */
export function sumOfFlows(flows: readonly Flow[]): Flow {
  return (hourNo) => flows.reduce((sum, flow) => sum + flow(hourNo), 0);
}
