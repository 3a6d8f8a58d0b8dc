/**
 * What a person does to a row of the editor, as changes of the document: rename, choose a kind, move
 * to another address, share another channel's meter, set out of use. Pure.
 */

import type { ChannelConfig, GatewayConfig, MeterConfig, ProfileInfo } from "@mega/contract";
import {
  channelOf,
  meterOf,
  patched,
  withChannel,
  withMeter,
  withoutIdleMeter,
} from "./document.ts";
import { meterIdFor } from "./meter-id.ts";

/** What an edit has to know beside the draft. */
export interface EditGround {
  /** The configuration as stored: names of meters in it never pass to another meter. */
  readonly saved: GatewayConfig;
  /** "261126": the day, for names of new meters. */
  readonly day: string;
}

type Changes<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A name for a channel that has none yet: "CH 5" has the four characters that are needed. */
function usualName(channelNo: number): string {
  return `CH ${channelNo}`;
}

/** Changes keys of the channel; the entry is made where there was none. */
export function editChannel(
  draft: GatewayConfig,
  channelNo: number,
  changes: Changes<ChannelConfig>,
): GatewayConfig {
  const entry = channelOf(draft, channelNo) ?? { no: channelNo, name: usualName(channelNo) };
  return withChannel(draft, channelNo, patched<ChannelConfig>(entry, changes));
}

/** Renames a channel; a meter that is not stored yet takes its name from it. */
export function renameChannel(
  draft: GatewayConfig,
  channelNo: number,
  name: string,
  ground: EditGround,
): GatewayConfig {
  const renamed = editChannel(draft, channelNo, { name });
  const meter = meterOf(renamed, channelNo);
  if (meter === undefined || isStored(ground.saved, meter.id)) return renamed;
  const first = renamed.channels?.find((channel) => channel.meter === meter.id);
  if (first?.no !== channelNo) return renamed;
  const taken = takenIds(draft, ground.saved);
  taken.delete(meter.id);
  return withMeterRenamed(renamed, meter.id, meterIdFor(name, ground.day, taken));
}

/** Changes keys of the channel's meter; nothing where it has none. */
export function editMeter(
  draft: GatewayConfig,
  channelNo: number,
  changes: Changes<MeterConfig>,
): GatewayConfig {
  const meter = meterOf(draft, channelNo);
  return meter === undefined ? draft : withMeter(draft, patched<MeterConfig>(meter, changes));
}

/** Changes what a display shows that a person reads; nothing where the meter is none of those. */
export function editDisplay(
  draft: GatewayConfig,
  channelNo: number,
  changes: Changes<NonNullable<MeterConfig["manual"]>>,
): GatewayConfig {
  const manual = meterOf(draft, channelNo)?.manual;
  if (manual === undefined) return draft;
  return editMeter(draft, channelNo, { manual: patched(manual, changes) });
}

/** Changes where an MQTT device is; nothing where the meter is none. */
export function editDevice(
  draft: GatewayConfig,
  channelNo: number,
  changes: Changes<NonNullable<MeterConfig["mqtt"]>>,
): GatewayConfig {
  const mqtt = meterOf(draft, channelNo)?.mqtt;
  return mqtt === undefined ? draft : editMeter(draft, channelNo, { mqtt: patched(mqtt, changes) });
}

/** Puts a meter of the kind on the channel, or makes the one that is there of that kind. */
export function chooseKind(
  draft: GatewayConfig,
  channelNo: number,
  profile: ProfileInfo,
  ground: EditGround,
): GatewayConfig {
  const present = meterOf(draft, channelNo);
  if (present !== undefined) {
    // On another kind of link there is another meter, which gets a name of its own.
    if (!samePlaceKind(present, profile)) {
      return chooseKind(setUnused(draft, channelNo), channelNo, profile, ground);
    }
    return withMeter(draft, { ...present, profile: profile.profileId });
  }
  const before = meterOf(ground.saved, channelNo);
  const known = draft.meters?.some((meter) => meter.id === before?.id) ?? false;
  if (before?.profile === profile.profileId && !known) {
    // What was set out of use by mistake comes back as the same meter, with its past.
    return withMeter(editChannel(draft, channelNo, { meter: before.id }), before);
  }
  const name = channelOf(draft, channelNo)?.name ?? usualName(channelNo);
  const id = meterIdFor(name, ground.day, takenIds(draft, ground.saved));
  const bare: MeterConfig = { id, profile: profile.profileId };
  const placed = { ...bare, ...firstPlace(draft, profile, channelNo) };
  return withMeter(editChannel(draft, channelNo, { meter: id }), placed);
}

/** Sets the channel out of use; its meter goes when no other channel shows it. */
export function setUnused(draft: GatewayConfig, channelNo: number): GatewayConfig {
  const entry = channelOf(draft, channelNo);
  if (entry?.meter === undefined) return draft;
  const { meter, unit: _unit, counter1: _one, counter2: _two, ...rest } = entry;
  return withoutIdleMeter(withChannel(draft, channelNo, rest), meter);
}

/** Clears the channel altogether: no name, no meter. */
export function clearChannel(draft: GatewayConfig, channelNo: number): GatewayConfig {
  return withChannel(setUnused(draft, channelNo), channelNo, undefined);
}

/** Shows the meter of another channel on this one as well. */
export function shareMeter(
  draft: GatewayConfig,
  channelNo: number,
  otherNo: number,
): GatewayConfig {
  const meter = meterOf(draft, otherNo);
  const before = channelOf(draft, channelNo)?.meter;
  if (meter === undefined || meter.id === before) return draft;
  const shared = editChannel(draft, channelNo, {
    meter: meter.id,
    unit: undefined,
    counter1: undefined,
    counter2: undefined,
  });
  return before === undefined ? shared : withoutIdleMeter(shared, before);
}

/** Gives the channel a meter of its own again, of the same kind and at no address yet. */
export function unshareMeter(
  draft: GatewayConfig,
  channelNo: number,
  profile: ProfileInfo,
  ground: EditGround,
): GatewayConfig {
  const entry = channelOf(draft, channelNo);
  if (entry?.meter === undefined) return draft;
  return chooseKind(setUnused(draft, channelNo), channelNo, profile, ground);
}

function isStored(saved: GatewayConfig, meterId: string): boolean {
  return saved.meters?.some((meter) => meter.id === meterId) ?? false;
}

function takenIds(draft: GatewayConfig, saved: GatewayConfig): Set<string> {
  return new Set([...(draft.meters ?? []), ...(saved.meters ?? [])].map((meter) => meter.id));
}

function withMeterRenamed(draft: GatewayConfig, from: string, to: string): GatewayConfig {
  if (from === to) return draft;
  return {
    ...draft,
    meters: (draft.meters ?? []).map((meter) => (meter.id === from ? { ...meter, id: to } : meter)),
    channels: (draft.channels ?? []).map((channel) =>
      channel.meter === from ? { ...channel, meter: to } : channel,
    ),
  };
}

/** Whether a meter of the kind can be where this one is; one that is nowhere can be on a bus. */
function samePlaceKind(meter: MeterConfig, profile: ProfileInfo): boolean {
  switch (profile.kind) {
    case "modbus":
      return meter.bus !== undefined || isNowhere(meter);
    case "p1":
      return meter.p1Port !== undefined;
    case "mqtt":
      return meter.mqtt !== undefined;
    case "manual":
      return meter.manual !== undefined;
  }
}

function isNowhere({ mqtt, p1Port, manual }: MeterConfig): boolean {
  return mqtt === undefined && p1Port === undefined && manual === undefined;
}

/** Where a new meter most likely is: on the line of the channel before it. */
function firstPlace(
  draft: GatewayConfig,
  profile: ProfileInfo,
  channelNo: number,
): Partial<MeterConfig> {
  switch (profile.kind) {
    case "modbus": {
      const before = channelNo > 1 ? meterOf(draft, channelNo - 1)?.bus : undefined;
      const bus = before ?? draft.buses?.[0]?.id;
      return bus === undefined ? {} : { bus };
    }
    case "p1": {
      const port = draft.p1Ports?.[0]?.id;
      return port === undefined ? {} : { p1Port: port };
    }
    case "mqtt": {
      const broker = draft.mqtt?.embedded === undefined ? draft.mqtt?.brokers?.[0]?.id : undefined;
      return { mqtt: { mac: "", token: "", ...(broker === undefined ? {} : { broker }) } };
    }
    case "manual":
      return { manual: usualDisplay(profile) };
  }
}

/** What displays of the kind mostly show: thousandths of m³, whole kilowatt-hours. */
function usualDisplay({ medium }: ProfileInfo): NonNullable<MeterConfig["manual"]> {
  const isVolume = medium === "water" || medium === "hotWater" || medium === "gas";
  return isVolume ? { unit: "m3", decimals: 3 } : { unit: "kWh", decimals: 0 };
}
