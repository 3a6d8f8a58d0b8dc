/** A configured meter joined with its profile: what it counts and how it is asked. Pure. */

import { basename } from "node:path";
import type { MeterConfig } from "@mega/contract";
import { type CounterId, type Decimal, type Medium, MegaError, parseDecimal } from "@mega/domain";
import {
  type CounterSettings,
  configureManualMeter,
  configureMqttMeter,
  type DeclaredUnits,
  declaredUnits,
  type ManualCounter,
  type MeterSettings,
  type ModbusCounter,
  type ModbusProfile,
  type MqttMeter,
  type P1Profile,
  sourcesOfMeter,
} from "@mega/profiles";
import { nearestNames } from "../document/nearest-names.ts";
import { type ConfigProblem, shown } from "../document/schema-problems.ts";
import type { SourceDescription } from "./meter-plan.ts";
import type { KnownProfile, ProfileSet } from "./profile-set.ts";
import { straySetting } from "./stray-settings.ts";

/** Profiles named in a message about one that is not known. */
const NAMES_SHOWN = 5;

interface Installed {
  readonly meter: MeterConfig;
  readonly known: KnownProfile;
  readonly medium: Medium;
  readonly counterIds: readonly CounterId[];
}

/** A meter on a bus. */
export interface InstalledModbusMeter extends Installed {
  readonly kind: "modbus";
  readonly profile: ModbusProfile;
  readonly settings: MeterSettings;
  readonly units: DeclaredUnits;
}

/** A meter behind a P1 port. */
interface InstalledP1Meter extends Installed {
  readonly kind: "p1";
  readonly profile: P1Profile;
}

/** A meter that speaks MQTT. */
interface InstalledMqttMeter extends Installed {
  readonly kind: "mqtt";
  readonly mqtt: MqttMeter;
}

/** A meter whose display a person reads. */
export interface InstalledManualMeter extends Installed {
  readonly kind: "manual";
  readonly counters: readonly ManualCounter[];
}

/** A configured meter, by the way it is asked. */
export type InstalledMeter =
  | InstalledModbusMeter
  | InstalledP1Meter
  | InstalledMqttMeter
  | InstalledManualMeter;

/** Joins a meter with its profile, or says what is wrong at `path`. */
export function installMeter(
  meter: MeterConfig,
  profiles: ProfileSet,
  path: string,
): { installed: InstalledMeter } | { problem: ConfigProblem } {
  const known = profiles.find(meter.profile);
  if (known === undefined) {
    const refused = profiles.refused.find(({ file }) => basename(file) === `${meter.profile}.json`);
    if (refused !== undefined) {
      const faults = refused.findings
        .slice(0, NAMES_SHOWN)
        .map((finding) => `${finding.path || "/"} is ${finding.value}, allowed ${finding.allowed}`);
      const allowed = `a profile without faults; ${basename(refused.file)}: ${faults.join("; ")}`;
      const value = JSON.stringify(meter.profile);
      const fault = { code: "profile-unknown", params: { known: [] } } as const;
      return { problem: { path: `${path}/profile`, value, allowed, fault } };
    }
    const ids = profiles.all.map((profile) => profile.id);
    const nearest = nearestNames(meter.profile, ids, NAMES_SHOWN);
    const allowed = `one of ${ids.length} profiles, of which the nearest: ${nearest.join(", ")}`;
    const value = JSON.stringify(meter.profile);
    const fault = { code: "profile-unknown", params: { known: nearest } } as const;
    return { problem: { path: `${path}/profile`, value, allowed, fault } };
  }
  const place = placeOf(meter);
  if (known.profile.kind !== place) {
    const allowed = `a profile of kind "${place}"; this one is of kind "${known.profile.kind}"`;
    const params = { wanted: place, found: known.profile.kind };
    const fault = { code: "profile-kind", params } as const;
    const value = JSON.stringify(meter.profile);
    return { problem: { path: `${path}/profile`, value, allowed, fault } };
  }
  const stray = straySetting(meter, known.profile);
  if (stray !== undefined) {
    const { key, value, allowed } = stray;
    const fault = { code: "setting-idle" } as const;
    return { problem: { path: `${path}/${key}`, value: shown(value), allowed, fault } };
  }
  return join(meter, known, path);
}

function placeOf(meter: MeterConfig): KnownProfile["profile"]["kind"] {
  if (meter.manual !== undefined) return "manual";
  if (meter.mqtt !== undefined) return "mqtt";
  return meter.p1Port !== undefined ? "p1" : "modbus";
}

function join(
  meter: MeterConfig,
  known: KnownProfile,
  path: string,
): { installed: InstalledMeter } | { problem: ConfigProblem } {
  const { profile } = known;
  switch (profile.kind) {
    case "modbus": {
      const settings = modbusSettings(meter, profile);
      const inputs = Object.keys(meter.inputs ?? {});
      const counterIds = Object.keys(profile.counters).filter(
        (id) => profile.counters[id]?.unit !== "pulse" || inputs.includes(id),
      );
      const stranger = inputs.find((id) => profile.counters[id] === undefined);
      if (stranger !== undefined) {
        const allowed = Object.keys(profile.counters).join(", ");
        const fault = { code: "counter-unknown", params: { known: counterIds } } as const;
        const value = shown(stranger);
        return { problem: { path: `${path}/inputs/${stranger}`, value, allowed, fault } };
      }
      const first = counterIds[0];
      const medium =
        meter.medium ??
        (first === undefined ? undefined : meter.inputs?.[first]?.medium) ??
        profile.medium;
      const units = declaredUnits(settings);
      return {
        installed: { kind: "modbus", meter, known, profile, medium, counterIds, settings, units },
      };
    }
    case "p1": {
      const counterIds = Object.keys(profile.counters);
      return {
        installed: { kind: "p1", meter, known, profile, medium: profile.medium, counterIds },
      };
    }
    case "mqtt":
      try {
        const mqtt = configureMqttMeter(profile, mqttSettings(meter));
        const counterIds = mqtt.counters.map((counter) => counter.counterId);
        const medium = mqtt.medium ?? meter.medium;
        if (medium === undefined) {
          const allowed = "electricity, heat, cold, water, hotWater or gas";
          const fault = { code: "setting-needed" } as const;
          return { problem: { path: `${path}/medium`, value: "nothing", allowed, fault } };
        }
        return { installed: { kind: "mqtt", meter, known, mqtt, medium, counterIds } };
      } catch (error) {
        return { problem: settingProblem(error, profile, `${path}/mqtt`) };
      }
    case "manual":
      try {
        const counters = configureManualMeter(profile, meter.manual ?? { unit: "", decimals: 0 });
        const counterIds = counters.map((counter) => counter.counterId);
        const { medium } = profile;
        return { installed: { kind: "manual", meter, known, counters, medium, counterIds } };
      } catch (error) {
        return { problem: settingProblem(error, profile, `${path}/manual`) };
      }
  }
}

/** What a profile said against a setting, at its place. */
function settingProblem(
  error: unknown,
  { id, notes }: KnownProfile["profile"],
  path: string,
): ConfigProblem {
  if (!(error instanceof MegaError)) throw error;
  const { setting = "", value, allowed = error.message } = error.context;
  return {
    path: `${path}/${String(setting)}`,
    value: shown(value),
    allowed: `${String(allowed)}; ${id}: ${notes.en}`,
    fault: { code: value === undefined ? "setting-needed" : "not-allowed" },
  };
}

/** What each counter in use is worth; faults name the counter and what is missing. */
export function describeSources(
  installed: InstalledMeter,
  counterIds: readonly CounterId[],
): {
  sources: readonly SourceDescription[];
  faults: readonly { readonly counterId: CounterId; readonly message: string }[];
} {
  const common = {
    meterId: installed.meter.id,
    profileId: installed.known.id,
    profileHash: installed.known.hash,
  };
  if (installed.kind === "modbus") {
    const { sources, faults } = sourcesOfMeter(installed.profile, installed.settings, counterIds);
    return { sources: sources.map((source) => ({ ...common, ...source })), faults };
  }
  const faults: { counterId: CounterId; message: string }[] = [];
  const sources = counterIds.flatMap((counterId) => {
    const worth = worthOf(installed, counterId);
    const rated = parseDecimal(installed.meter.ratedMaximumPerHour ?? worth?.rated ?? "");
    if (worth === undefined || rated === undefined) {
      faults.push({ counterId, message: "the most that can pass in an hour" });
      return [];
    }
    return [
      {
        ...common,
        counterId,
        medium: installed.medium,
        unit: worth.unit,
        decimals: worth.decimals,
        factor: worth.factor,
        start: { amount: 0, decimals: 0 },
        rolloverCount: worth.rolloverCount,
        ratedMaximumPerHour: rated,
      },
    ];
  });
  return { sources, faults };
}

type Worth = Pick<SourceDescription, "unit" | "decimals" | "factor" | "rolloverCount"> & {
  readonly rated: string | null;
};

function worthOf(
  installed: Exclude<InstalledMeter, InstalledModbusMeter>,
  counterId: CounterId,
): Worth | undefined {
  switch (installed.kind) {
    case "p1":
      return p1Worth(installed, counterId);
    case "mqtt":
      return mqttWorth(installed, counterId);
    case "manual":
      return manualWorth(installed, counterId);
  }
}

function p1Worth(installed: InstalledP1Meter, counterId: CounterId): Worth | undefined {
  const spec = installed.profile.counters[counterId];
  if (spec === undefined) return undefined;
  const factor = { numerator: 1, denominator: 1 };
  const { unit, decimals, ratedMaximumPerHour: rated } = spec;
  return { unit, decimals, factor, rolloverCount: null, rated };
}

function mqttWorth(installed: InstalledMqttMeter, counterId: CounterId): Worth | undefined {
  const counter = installed.mqtt.counters.find((entry) => entry.counterId === counterId);
  if (counter === undefined) return undefined;
  const { keptUnit: unit, decimals, factor, ratedMaximumPerHour: rated } = counter;
  return { unit, decimals, factor, rolloverCount: null, rated };
}

function manualWorth(installed: InstalledManualMeter, counterId: CounterId): Worth | undefined {
  const counter = installed.counters.find((entry) => entry.counterId === counterId);
  if (counter === undefined) return undefined;
  const { keptUnit: unit, decimals, rolloverCount, ratedMaximumPerHour: rated } = counter;
  return { unit, decimals, factor: { numerator: 1, denominator: 1 }, rolloverCount, rated };
}

function modbusSettings(meter: MeterConfig, profile: ModbusProfile): MeterSettings {
  const counters: Record<CounterId, CounterSettings> = {};
  for (const [counterId, counter] of Object.entries(profile.counters)) {
    const input = meter.inputs?.[counterId];
    counters[counterId] =
      input === undefined ? counterSettings(meter, profile, counter) : inputSettings(input);
  }
  return { counters, ...(meter.factor === undefined ? {} : { currentTransformer: meter.factor }) };
}

function inputSettings(input: NonNullable<MeterConfig["inputs"]>[string]): CounterSettings {
  return {
    unit: input.unit,
    pulseWeight: input.weight,
    ...optional("start", input.start),
    ...optional("ratedMaximumPerHour", input.ratedMaximumPerHour),
    ...(input.medium === undefined ? {} : { medium: input.medium }),
  };
}

function counterSettings(
  meter: MeterConfig,
  profile: ModbusProfile,
  counter: ModbusCounter,
): CounterSettings {
  const mayRate = counter.ratedMaximumPerHour === null || profile.medium === "electricity";
  const ordered = counter.unitChoices !== undefined && meter.energyUnit !== undefined;
  return {
    ...(ordered ? { unit: meter.energyUnit } : {}),
    ...(mayRate ? optional("ratedMaximumPerHour", meter.ratedMaximumPerHour) : {}),
    ...(meter.medium === undefined ? {} : { medium: meter.medium }),
  };
}

function optional<K extends string>(key: K, text: string | undefined): Partial<Record<K, Decimal>> {
  const value = text === undefined ? undefined : parseDecimal(text);
  return value === undefined ? {} : ({ [key]: value } as Record<K, Decimal>);
}

function mqttSettings(meter: MeterConfig): Parameters<typeof configureMqttMeter>[1] {
  const { mac = "", deviceChannel, topic, pointer, unit, decimals } = meter.mqtt ?? {};
  return {
    mac,
    ...(deviceChannel === undefined ? {} : { deviceChannel }),
    ...(topic === undefined ? {} : { topic }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(unit === undefined ? {} : { unit }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(meter.medium === undefined ? {} : { medium: meter.medium }),
  };
}
