/**
 * Who may log in to the gateway's own broker, and on which topics each may write. Pure apart from
 * the comparison of secrets.
 *
 * A device logs in with its MAC as user name and its token as password. Below mega/in/<mac>/ and on
 * its meters' topics it is heard; what it says elsewhere is heard by nobody, and saying it where
 * another device belongs ends its connection. It may subscribe to single topics of its own, never to
 * a wildcard.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import type { MqttMeter } from "@mega/profiles";

/** A meter whose device logs in to the gateway's own broker. */
export interface EmbeddedMeter {
  readonly mac: string;
  readonly token: string;
  readonly meter: MqttMeter;
}

/** What a device may do. */
export interface DeviceAccess {
  /** Lower case; names the connection in the mailbox. */
  readonly mac: string;
  readonly tokenHash: Uint8Array;
  readonly topics: ReadonlySet<string>;
  /** "mega/in/<mac>/". */
  readonly prefix: string;
}

/** One device for each MAC and token. */
export function accessOf(meters: readonly EmbeddedMeter[]): DeviceAccess[] {
  const byLogin = new Map<string, EmbeddedMeter[]>();
  for (const entry of meters) {
    const key = `${entry.mac.toLowerCase()} ${entry.token}`;
    byLogin.set(key, [...(byLogin.get(key) ?? []), entry]);
  }
  return [...byLogin.values()].flatMap((entries) => {
    const [first] = entries;
    if (first === undefined) return [];
    const mac = first.mac.toLowerCase();
    const topics = new Set(entries.flatMap((entry) => entry.meter.topics));
    return [{ mac, tokenHash: sha256(first.token), topics, prefix: `mega/in/${mac}/` }];
  });
}

/** The device that a login belongs to; undefined when there is none. */
export function deviceFor(
  devices: readonly DeviceAccess[],
  userName: string | undefined,
  password: Uint8Array | undefined,
): DeviceAccess | undefined {
  const mac = (userName ?? "").toLowerCase();
  const hash = sha256(password ?? new Uint8Array(0));
  return devices.find((device) => device.mac === mac && timingSafeEqual(device.tokenHash, hash));
}

/** Whose a topic is, seen from a device. */
export type TopicOwner = "own" | "another's" | "nobody's";

/** Whose a topic is that a device writes on. */
export function ownerOf(
  devices: readonly DeviceAccess[],
  device: DeviceAccess,
  topic: string,
): TopicOwner {
  if (belongsTo(device, topic)) return "own";
  const others = topic.startsWith("mega/") || devices.some((other) => belongsTo(other, topic));
  return others ? "another's" : "nobody's";
}

/** Whether a device may subscribe to a filter. */
export function maySubscribe(device: DeviceAccess, filter: string): boolean {
  return !/[+#]/.test(filter) && belongsTo(device, filter);
}

function belongsTo(device: DeviceAccess, topic: string): boolean {
  return device.topics.has(topic) || topic.startsWith(device.prefix);
}

function sha256(secret: string | Uint8Array): Uint8Array {
  return createHash("sha256").update(secret).digest();
}
