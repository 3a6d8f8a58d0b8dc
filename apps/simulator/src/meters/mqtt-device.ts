/** A virtual MQTT device: its login, its presence, and its reading at an instant. */

import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { type Family, families, type MqttPlace, type WrittenMoment } from "./mqtt-families.ts";
import { type Shows, showsOf } from "./shows.ts";
import type { WallClock } from "./wall-clock.ts";

/** One message. */
export interface DeviceMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** What a message shows, for whoever writes it down. */
export interface MessageShows {
  /** By the device's `counterIds`, in micro-units as its reader understands them. */
  readonly figures: Float64Array;
  /** null where it names none. */
  readonly serial: string | null;
}

/** A device that publishes one meter. */
export interface MqttDevice {
  readonly id: string;
  readonly mac: string;
  readonly token: string;
  readonly everySeconds: number;
  /** The counters it writes of those that the building knows. */
  readonly counterIds: readonly string[];
  /** What it says when it has logged in; null for a kind that says nothing. */
  readonly online: DeviceMessage | null;
  /** What the broker says for it when it is gone. */
  readonly offline: DeviceMessage | null;
  readingAt(instantMs: number): DeviceMessage;
  /** The same message with the figures and the serial number of another device. */
  mixedUp(other: Shows, instantMs: number): DeviceMessage;
  /** What the reading shows; the next question may reuse it. */
  shownAt(instantMs: number): MessageShows;
  shownMixedUp(other: Shows, instantMs: number): MessageShows;
}

const nothing = () => 0;
const firmwareFactor = 1000;

/**
 * Makes a device.
 *
 * @param meter A meter whose place is MQTT.
 * @param truth What it shows.
 * @param wallClock The time that devices tell which know no UTC.
 * @returns The device; undefined for a profile it cannot speak.
 */
export function mqttDevice(
  meter: ScenarioMeter,
  truth: BuildingTruth,
  wallClock: WallClock,
): MqttDevice | undefined {
  const family = families[meter.profile];
  if (family === undefined || meter.place.kind !== "mqtt") return undefined;
  return deviceOf(meter, meter.place, family, { truth, wallClock });
}

function deviceOf(
  meter: ScenarioMeter,
  place: MqttPlace,
  family: Family,
  { truth, wallClock }: { readonly truth: BuildingTruth; readonly wallClock: WallClock },
): MqttDevice {
  const own = showsOf(meter, truth);
  const counterIds = family.counters.filter((id) => own.figure(id) !== undefined);
  const stepMicro = family.stepOf(place);
  const isUpdated = updatedFirmware(meter);
  const figures = new Float64Array(counterIds.length);

  function figureOf(shows: Shows, counterId: string): (instantMs: number) => number {
    const figure = shows.figure(counterId);
    if (figure === undefined) return nothing;
    // The payload and the witness ask for the same instant.
    let latestMs = Number.NaN;
    let latest = 0;
    return (instantMs) => {
      if (instantMs === latestMs) return latest;
      const count = Math.floor(figure(instantMs) / stepMicro) - shows.lowerStepsAt(instantMs);
      const cut = Math.max(0, count) * stepMicro;
      latest = !family.namesUnit && isUpdated(instantMs) ? cut * firmwareFactor : cut;
      latestMs = instantMs;
      return latest;
    };
  }

  const figuresOf = (shows: Shows) =>
    new Map(family.counters.map((id) => [id, figureOf(shows, id)] as const));
  const ownFigures = figuresOf(own);
  const flows = new Set(truth.countersOf(meter.id));
  const prefix = family.prefix(place);
  const topic = family.topic(prefix, place);

  function written(shows: Shows, byCounter: typeof ownFigures, instantMs: number): DeviceMessage {
    const moment: WrittenMoment = {
      place,
      instantMs,
      wallClock,
      figures: (id) => byCounter.get(id)?.(instantMs) ?? 0,
      flows: (id) => (flows.has(id) ? truth.flowAt(meter.id, id, instantMs) : 0),
      serial: shows.serialAt(instantMs),
      inThousandths: family.namesUnit && isUpdated(instantMs),
    };
    return { topic, payload: family.payload(moment), retain: false };
  }

  function shown(shows: Shows, byCounter: typeof ownFigures, instantMs: number): MessageShows {
    for (let at = 0; at < counterIds.length; at++) {
      figures[at] = byCounter.get(counterIds[at] ?? "")?.(instantMs) ?? Number.NaN;
    }
    return { figures, serial: family.namesSerial ? shows.serialAt(instantMs) : null };
  }

  return {
    id: meter.id,
    ...loginOf(place),
    counterIds,
    ...presenceOf(family.presence?.(prefix)),
    readingAt: (instantMs) => written(own, ownFigures, instantMs),
    mixedUp: (other, instantMs) => written(other, figuresOf(other), instantMs),
    shownAt: (instantMs) => shown(own, ownFigures, instantMs),
    shownMixedUp: (other, instantMs) => shown(other, figuresOf(other), instantMs),
  };
}

function loginOf({ mac, token, everySeconds }: MqttPlace) {
  return { mac, token, everySeconds };
}

function presenceOf(words: readonly [topic: string, on: string, off: string] | undefined) {
  if (words === undefined) return { online: null, offline: null };
  const [topic, on, off] = words;
  return {
    online: { topic, payload: on, retain: true },
    offline: { topic, payload: off, retain: true },
  };
}

function updatedFirmware({ faults }: ScenarioMeter): (instantMs: number) => boolean {
  const updates = faults.filter((fault) => fault.kind === "unit");
  if (updates.length === 0) return () => false;
  return (instantMs) => updates.some(({ fromMs, toMs }) => instantMs >= fromMs && instantMs < toMs);
}
