/** Messages of MQTT devices: those of the profiles' vectors, spoilt, late, retained or a stranger's. */

import type { MqttMeter } from "../../../../packages/profiles/src/mqtt/mqtt-meter.ts";
import { configureMqttMeter } from "../../../../packages/profiles/src/mqtt/mqtt-meter.ts";
import type { MqttProfile } from "../../../../packages/profiles/src/mqtt/mqtt-profile.ts";
import type { FuzzRandom } from "../../draw/random.ts";
import { spoilBytes } from "../../draw/spoil-bytes.ts";
import { spoilJsonText } from "../../draw/spoil-json-text.ts";

/** A kind of device with the messages it sends. */
export interface DeviceKind {
  readonly meter: MqttMeter;
  readonly messages: readonly { readonly topic: string; readonly payload: string }[];
}

export interface SentMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
  /** Gateway time. */
  readonly receivedAtMs: number;
}

/** 2026-05-02 16:00 UTC: what vectors give as the device's time lies within the hour before. */
const startMs = Date.UTC(2026, 4, 2, 16);

/** Every vector of every profile as a kind of device. */
export function deviceKinds(profiles: readonly MqttProfile[]): readonly DeviceKind[] {
  return profiles.flatMap((profile) =>
    profile.vectors.map(({ settings, messages }) => ({
      meter: configureMqttMeter(profile, settings),
      messages,
    })),
  );
}

/** Draws what comes for a device within an hour, in order. */
export function drawMessages(random: FuzzRandom, kind: DeviceKind): readonly SentMessage[] {
  let atMs = startMs;
  const once = random.once(2) ? kind.messages : [...kind.messages, ...kind.messages];
  return once.map((message) => {
    atMs += random.pick([0, 1, 1000, 20_000, 40_000, 600_000]);
    return drawMessage(random, kind, message, atMs);
  });
}

function drawMessage(
  random: FuzzRandom,
  { meter }: DeviceKind,
  { topic, payload }: DeviceKind["messages"][number],
  receivedAtMs: number,
): SentMessage {
  const retained = random.once(10);
  const { presence } = meter;
  if (presence !== null && random.once(8)) {
    const word = random.pick([presence.online, presence.online, presence.offline, "", "ONLINE"]);
    return { topic: presence.topic, payload: Buffer.from(word), retained, receivedAtMs };
  }
  const to = random.once(12) ? (random.pickOf(meter.topics) ?? topic) : topic;
  return {
    topic: spoiltTopic(random, to),
    payload: drawPayload(random, payload),
    retained,
    receivedAtMs,
  };
}

function drawPayload(random: FuzzRandom, payload: string): Uint8Array {
  const timed = random.once(3) ? payload : withTime(random, payload);
  switch (random.below(10)) {
    case 0:
      return Buffer.from(timed);
    case 1:
      return spoilBytes(random, Buffer.from(timed));
    case 2:
      return padded(random, timed);
    case 3:
    case 4:
      return Buffer.from(spoilJsonText(random, spoilJsonText(random, timed)));
    default:
      return Buffer.from(spoilJsonText(random, timed));
  }
}

/** The device's own time moved about the gateway's. */
function withTime(random: FuzzRandom, payload: string): string {
  const movedMs = random.pick([0, -60_000, -3_500_000, -7_200_000, 60_000, 400_000, 86_400_000]);
  const time = new Date(startMs + movedMs + random.below(1000) * 1000).toISOString();
  return payload.replace(/"\d{4}-\d\d-\d\dT[^"]*"/, () => `"${time}"`);
}

/** To the greatest size of a payload and past it. */
function padded(random: FuzzRandom, payload: string): Uint8Array {
  const bytes = Buffer.alloc(random.pick([4095, 4096, 4097, 9000]), " ");
  bytes.write(payload);
  return bytes;
}

function spoiltTopic(random: FuzzRandom, topic: string): string {
  if (!random.once(25)) return topic;
  const changed = [`${topic}/x`, topic.toUpperCase(), topic.slice(1), `${topic}/`, "#", "", "\0"];
  return random.pickOf(changed) ?? topic;
}
