/**
 * From the installation and the profiles to what rounds ask and where it goes. Everything that can
 * be wrong in the joint of the two is named here, before anything starts. Pure.
 */

import { type CounterId, type CounterNo, type Medium, MegaError } from "@mega/domain";
import type { ConfigProblem } from "../document/schema-problems.ts";
import type { Installation, InstalledChannel, UnitKind } from "../installation.ts";
import { describeSources, type InstalledMeter, installMeter } from "./installed-meter.ts";
import type { ChannelPlan, MeterPlan, ReadingPlan } from "./meter-plan.ts";
import type { ProfileSet } from "./profile-set.ts";

/** The plan of rounds and the meters behind it. */
export interface PlannedInstallation {
  readonly plan: ReadingPlan;
  readonly meters: ReadonlyMap<string, InstalledMeter>;
  readonly unitKinds: ReadonlyMap<number, UnitKind>;
}

/** Joins installation and profiles; throws CONFIG_INVALID naming every fault. */
export function planReadings(
  installation: Installation,
  profiles: ProfileSet,
): PlannedInstallation {
  const problems: ConfigProblem[] = [];
  const meters = new Map<string, InstalledMeter>();
  for (const meter of installation.meters) {
    const found = installMeter(meter, profiles, meterPath(meter.id));
    if ("problem" in found) problems.push(found.problem);
    else meters.set(meter.id, found.installed);
  }
  const unitKinds = new Map<number, UnitKind>();
  const channels: ChannelPlan[] = [];
  for (const channel of installation.channels) {
    const installed = channel.meter === null ? undefined : meters.get(channel.meter.id);
    if (installed === undefined) continue;
    const unitKind = channel.config?.unit ?? unitKindOf(installed.medium);
    unitKinds.set(channel.channelNo, unitKind);
    const planned = planChannel(channel, installed, unitKind);
    if ("problem" in planned) problems.push(planned.problem);
    else channels.push(planned.channel);
  }
  const meterPlans = [...meters.values()].flatMap((installed) =>
    planMeter(installed, channels, problems),
  );
  if (problems.length > 0) throw invalid(problems);
  const plan = { timeZone: installation.timeZone, meters: meterPlans, channels };
  return { plan, meters, unitKinds };
}

function planMeter(
  installed: InstalledMeter,
  channels: readonly ChannelPlan[],
  problems: ConfigProblem[],
): MeterPlan[] {
  const used = channels.filter((channel) => channel.meterId === installed.meter.id);
  const counterIds = [
    ...new Set(used.flatMap(({ counters }) => [counters[1], counters[2]])),
  ].filter((counterId) => counterId !== null);
  if (counterIds.length === 0) return [];
  const { sources, faults } = describeSources(installed, counterIds);
  for (const fault of faults) {
    problems.push({
      path: meterPath(installed.meter.id),
      value: `${fault.counterId} of ${installed.meter.profile} as it stands`,
      allowed: `${fault.message} (keys ratedMaximumPerHour, inputs)`,
      fault: { code: "rating-needed", params: { counter: fault.counterId } },
    });
  }
  const counters = sources.map((source) => ({ counterId: source.counterId, source }));
  return [{ meter: installed.meter, counters }];
}

function planChannel(
  channel: InstalledChannel,
  installed: InstalledMeter,
  unitKind: UnitKind,
): { channel: ChannelPlan } | { problem: ConfigProblem } {
  const known = installed.counterIds;
  const usual = usualCounters(known, unitKind);
  const counter1 = channel.config?.counter1 ?? usual[1];
  const second = channel.config?.counter2 ?? usual[2];
  const counter2 = second === "none" ? null : second;
  for (const [key, counterId] of Object.entries({ counter1, counter2 })) {
    if (counterId !== null && !known.includes(counterId)) {
      const path = `/channels[no=${channel.channelNo}]/${key}`;
      const allowed = `a counter of ${installed.meter.profile}: ${known.join(", ")}`;
      const fault = { code: "counter-unknown", params: { known } } as const;
      return { problem: { path, value: JSON.stringify(counterId), allowed, fault } };
    }
  }
  const counters: Record<CounterNo, CounterId | null> = { 1: counter1, 2: counter2 };
  return { channel: { channel, meterId: installed.meter.id, counters } };
}

/** Entries are named by what the file calls them: their order in it is not known any more. */
function meterPath(meterId: string): string {
  return `/meters[id=${meterId}]`;
}

/** The counters a channel shows when it does not name them: by what it counts. */
function usualCounters(
  known: readonly CounterId[],
  unitKind: UnitKind,
): Record<CounterNo, CounterId | null> {
  const first = (...wanted: string[]) => wanted.find((name) => known.includes(name)) ?? null;
  switch (unitKind) {
    case "Wh+":
      return { 1: first("import", "total") ?? known[0] ?? null, 2: first("export") };
    case "Wh-":
      return { 1: first("export") ?? known[0] ?? null, 2: null };
    case "heat":
      return { 1: first("energy", "heat") ?? known[0] ?? null, 2: first("volume") };
    case "gas":
    case "water":
      return { 1: first("volume", "forward", "total") ?? known[0] ?? null, 2: null };
  }
}

function unitKindOf(medium: Medium): UnitKind {
  switch (medium) {
    case "electricity":
      return "Wh+";
    case "gas":
      return "gas";
    case "water":
    case "hotWater":
      return "water";
    case "heat":
    case "cold":
      return "heat";
  }
}

function invalid(problems: readonly ConfigProblem[]): MegaError {
  const lines = problems.map(
    ({ path, value, allowed }) => `  ${path}: found ${value}; allowed: ${allowed}`,
  );
  return new MegaError(
    "CONFIG_INVALID",
    `The meters cannot be read as configured:\n${lines.join("\n")}`,
    {
      hint: "Correct the places named; nothing was changed.",
      context: { problems },
    },
  );
}
