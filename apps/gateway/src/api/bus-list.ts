/** GET /buses: each bus with its counts of polls, and what to check first. */

import type { AdviceCode, BusConfig, BusInfo, BusList } from "@mega/contract";
import type { Installation } from "@mega/installation";
import { type BusStatistics, type DeviceStatistics, turnaroundBoundsMs } from "@mega/modbus";
import { linkText } from "../bus-watch/link-text.ts";
import type { ApiContext } from "./api-context.ts";

/** Of so many answers one may be spoilt before the cable is suspected. */
const SPOILT_ONE_IN = 100;

/** Every bus in the order of the configuration. */
export async function busList({ buses, installation }: ApiContext): Promise<BusList> {
  const reports = new Map(
    (await buses.statistics()).map(({ busId, statistics }) => [busId, statistics]),
  );
  return {
    buses: installation.buses.map((bus) => busInfo(bus, reports.get(bus.id), installation)),
  };
}

function busInfo(
  bus: BusConfig,
  statistics: BusStatistics | undefined,
  { meters }: Installation,
): BusInfo {
  const devices = statistics?.devices ?? [];
  const sum = (count: (device: DeviceStatistics) => number) =>
    devices.reduce((total, device) => total + count(device), 0);
  const counts = {
    answered: sum(({ answered }) => answered),
    exceptions: sum(({ exceptions }) => exceptions),
    timeouts: sum(({ timeouts }) => timeouts),
    badCrcs: sum(({ badCrcs }) => badCrcs),
    wrongReplies: sum(({ wrongReplies }) => wrongReplies),
    lateReplies: sum(({ lateReplies }) => lateReplies),
  };
  const up = statistics?.link.kind === "up";
  return {
    busId: bus.id,
    link: linkText(bus),
    state: up ? "up" : "down",
    meters: meters.filter((meter) => meter.bus === bus.id).length,
    sent: statistics?.sent ?? 0,
    ...counts,
    latencyP50Ms: quantileMs(devices, 0.5),
    latencyP95Ms: quantileMs(devices, 0.95),
    advice: up ? adviceOf(devices, counts) : "check-bus",
  };
}

function adviceOf(
  devices: readonly DeviceStatistics[],
  { answered, badCrcs, wrongReplies }: Pick<BusInfo, "answered" | "badCrcs" | "wrongReplies">,
): AdviceCode | null {
  if ((badCrcs + wrongReplies) * SPOILT_ONE_IN > answered) return "check-cable";
  const silent = devices.some(({ state }) => state === "defective");
  return silent ? "check-power-address-wiring" : null;
}

/** The bound that this share of all answers kept; null before the first, or beyond the last bound. */
function quantileMs(devices: readonly DeviceStatistics[], share: number): number | null {
  const classes = [...turnaroundBoundsMs, null].map((boundMs, at) => ({
    boundMs,
    count: devices.reduce((total, device) => total + (device.turnaroundCounts[at] ?? 0), 0),
  }));
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  let left = total * share;
  for (const { boundMs, count } of classes) {
    left -= count;
    if (count > 0 && left <= 0) return boundMs;
  }
  return null;
}
