/**
 * What becomes of the message of a device: it may be missing, damaged, another device's, doubled or
 * late. Chance is drawn for the second of the message, so that it does not matter who asks, or when.
 */

import { type Fault, holdsAt } from "../scenario/faults.ts";
import { fractionAt, seedOf } from "../truth/seeded-hash.ts";
import type { Delivered } from "../witness/witness.ts";
import type { DeviceMessage, MessageShows, MqttDevice } from "./mqtt-device.ts";
import type { Shows } from "./shows.ts";

/** A message as it goes out, or does not. */
export interface SentMessage {
  /** null when the device says nothing. */
  readonly message: DeviceMessage | null;
  /** How long after its instant it goes out. */
  readonly afterMs: number;
  readonly delivered: Delivered;
  /** Valid until the next message of the device. */
  readonly shows: MessageShows;
}

/** A device with what goes wrong with its messages. */
export interface FaultyDevice {
  readonly device: MqttDevice;
  /** Everything that goes out for an instant; one entry where nothing does. */
  sentAt(instantMs: number): readonly SentMessage[];
  /** What the broker has kept and hands on to whoever connects; null where it keeps nothing. */
  keptAt(instantMs: number): SentMessage | null;
}

/** What a faulty device is made of. */
export interface FaultyDeviceParts {
  readonly device: MqttDevice;
  readonly faults: readonly Fault[];
  readonly seed: number;
  /** What another meter of the building shows. */
  readonly showsOf: (meterId: string) => Shows;
}

/** Between the two of a doubled message. */
const doubledAfterMs = 40;

/** Makes a device with its faults. */
export function faultyDevice(parts: FaultyDeviceParts): FaultyDevice {
  const { device, faults, seed } = parts;
  const ofMessages = faults
    .filter((fault) => !ofFigures.includes(fault.kind))
    .map((fault, index) => ({ fault, seed: seedOf(seed, `${fault.kind} ${index} ${device.id}`) }));

  function sentAt(instantMs: number): readonly SentMessage[] {
    const hits = ofMessages.filter(({ fault, seed: own }) => strikes(fault, own, instantMs));
    if (hits.length === 0) return [sound(device, instantMs)];
    return hits.reduce((sent, { fault }) => struck(parts, fault, sent, instantMs), [
      sound(device, instantMs),
    ] as readonly SentMessage[]);
  }

  return {
    device,
    sentAt,
    keptAt(instantMs) {
      const kept = faults.findLast(
        (fault) => fault.kind === "retained" && holdsAt(fault, instantMs),
      );
      if (kept?.kind !== "retained") return null;
      const message = { ...device.readingAt(kept.atMs), retain: true };
      return { message, afterMs: 0, delivered: "late", shows: device.shownAt(kept.atMs) };
    },
  };
}

/** Faults of what the meter shows: the reading has them already. */
const ofFigures: readonly Fault["kind"][] = [
  "glitch",
  "reset",
  "unsaved",
  "jitter",
  "export",
  "unit",
  "retained",
];

function sound(device: MqttDevice, instantMs: number): SentMessage {
  return {
    message: device.readingAt(instantMs),
    afterMs: 0,
    delivered: "intact",
    shows: device.shownAt(instantMs),
  };
}

function strikes(fault: Fault, seed: number, instantMs: number): boolean {
  if (!holdsAt(fault, instantMs)) return false;
  if (!("permille" in fault)) return true;
  return fractionAt(seed, Math.floor(instantMs / 1000)) * 1000 < fault.permille;
}

function struck(
  { device, showsOf }: FaultyDeviceParts,
  fault: Fault,
  sent: readonly SentMessage[],
  instantMs: number,
): readonly SentMessage[] {
  switch (fault.kind) {
    case "dead":
    case "outage":
      return sent.slice(0, 1).map((one) => ({ ...one, message: null, delivered: "lost" }));
    case "bad-payload":
      return sent.map((one) => ({
        ...one,
        message: damaged(one.message, fault),
        delivered: "spoilt",
      }));
    case "mixed-up": {
      const other = showsOf(fault.other);
      return sent.map((one) => ({
        ...one,
        message: device.mixedUp(other, instantMs),
        shows: device.shownMixedUp(other, instantMs),
      }));
    }
    case "doubled":
      return sent.flatMap((one) => [one, { ...one, afterMs: one.afterMs + doubledAfterMs }]);
    case "late":
      return sent.map((one) => ({
        ...one,
        afterMs: one.afterMs + fault.lateMs,
        delivered: one.delivered === "intact" ? "late" : one.delivered,
      }));
    default:
      return sent;
  }
}

/** Half of it; of a bare figure what ends at its point, since fewer digits are a figure as well. */
function cutOff(payload: string): string {
  const isBare = /^\d/.test(payload);
  return payload.slice(0, isBare ? payload.indexOf(".") + 1 : payload.length >> 1);
}

/** The figures of a payload made unreadable; keys and form stay as they are where that is possible. */
function damaged(
  message: DeviceMessage | null,
  { holds }: Extract<Fault, { kind: "bad-payload" }>,
): DeviceMessage | null {
  if (message === null) return null;
  const { payload } = message;
  const cut = cutOff(payload);
  if (holds === "truncated") return { ...message, payload: cut };
  const word = { null: "null", text: '"n/a"', nan: "NaN", negative: "-1" }[holds];
  // Indexes have a point, ids and the other numbers have none; a plain figure may stand alone.
  const damagedPayload = payload.replace(/"?\d+\.\d+"?(?![\d:Z])/g, word);
  if (damagedPayload !== payload) return { ...message, payload: damagedPayload };
  const plain = payload.replace(/\d+(?=\}*$)/, word);
  return { ...message, payload: plain === payload ? cut : plain };
}
