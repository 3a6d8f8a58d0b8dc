/**
 * Settings of a meter that its kind does not take. Ignored, they would look as if they counted: a
 * transformer ratio that nobody applies ends in a bill that is too low. Pure.
 */

import type { MeterConfig } from "@mega/contract";
import type { MeterProfile, MqttProfile } from "@mega/profiles";

/** A setting that has no effect, and where one like it has. */
export interface StraySetting {
  /** "factor", "mqtt/unit". */
  readonly key: string;
  readonly value: unknown;
  readonly allowed: string;
}

/** The first setting that the kind of meter does not take; undefined when all count. */
export function straySetting(meter: MeterConfig, profile: MeterProfile): StraySetting | undefined {
  return rulesOf(meter, profile).find(({ value, stray }) => value !== undefined && stray);
}

interface Rule extends StraySetting {
  readonly stray: boolean;
}

function rulesOf(meter: MeterConfig, profile: MeterProfile): Rule[] {
  const onBus = profile.kind === "modbus";
  const choosesUnit =
    onBus && Object.values(profile.counters).some((counter) => counter.unitChoices !== undefined);
  const fixedMedium = onBus ? null : profile.medium;
  return [
    {
      key: "factor",
      value: meter.factor,
      stray: !onBus,
      allowed: "only on a bus; other meters show what was consumed",
    },
    {
      key: "inputs",
      value: meter.inputs,
      stray: !onBus,
      allowed: "only for pulse counters on a bus",
    },
    {
      key: "energyUnit",
      value: meter.energyUnit,
      stray: !choosesUnit,
      allowed: `only where the profile leaves the unit open; that of ${profile.id} is fixed`,
    },
    {
      key: "medium",
      value: meter.medium,
      stray: fixedMedium !== null && meter.medium !== fixedMedium,
      allowed: `${fixedMedium}, which ${profile.id} measures`,
    },
    ...(profile.kind === "mqtt" ? mqttRules(meter, profile) : []),
  ];
}

function mqttRules({ mqtt }: MeterConfig, profile: MqttProfile): Rule[] {
  const counters = Object.values(profile.counters);
  const pointed = counters.some(({ terms }) =>
    terms.some(({ pointers }) => pointers.some((pointer) => pointer.includes("{pointer}"))),
  );
  const allowed = `only where the profile leaves it open; ${profile.id} says it itself`;
  return [
    {
      key: "mqtt/unit",
      value: mqtt?.unit,
      stray: counters.every(({ unit }) => unit !== "configured"),
      allowed,
    },
    {
      key: "mqtt/decimals",
      value: mqtt?.decimals,
      stray: counters.every(({ decimals }) => decimals !== "configured"),
      allowed,
    },
    { key: "mqtt/pointer", value: mqtt?.pointer, stray: !pointed, allowed },
  ];
}
