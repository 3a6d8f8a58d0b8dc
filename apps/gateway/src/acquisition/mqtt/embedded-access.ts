/**
 * Who may log in to the gateway's own broker, and on which topics each may write. Pure apart from
 * the comparison of secrets.
 *
 * The token is the login: a device gives it as user name, or its MAC as user name and the token as
 * password where its menu wants both. Below mega/in/<mac>/ and on its meters' topics it is heard;
 * what it says elsewhere is heard by nobody, and saying it where another device belongs ends its
 * connection. It may subscribe to single topics of its own, never to a wildcard.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import type { MqttMeter } from "@mega/profiles";

/** A meter whose device logs in to the gateway's own broker. */
export interface EmbeddedMeter {
  readonly mac: string;
  readonly token: string;
  readonly meter: MqttMeter;
}

/** What a login may do: one for each token. */
export interface DeviceAccess {
  /** Names the connection in the mailbox; holds no token. */
  readonly connectionId: string;
  /** Lower case; more than one where several devices were given one token. */
  readonly macs: readonly string[];
  readonly tokenHash: Uint8Array;
  readonly topics: ReadonlySet<string>;
}

/** One login for each token, in the order of the meters. */
export function accessOf(meters: readonly EmbeddedMeter[]): DeviceAccess[] {
  const tokens = [...new Set(meters.map((entry) => entry.token))];
  return tokens.map((token, index) => {
    const entries = meters.filter((entry) => entry.token === token);
    return {
      connectionId: embeddedConnectionId(index),
      macs: [...new Set(entries.map(({ mac }) => mac.toLowerCase()))],
      tokenHash: sha256(token),
      topics: new Set(entries.flatMap((entry) => entry.meter.topics)),
    };
  });
}

/** Names the connection of the n-th token (from 0) of the gateway's own broker. */
export function embeddedConnectionId(tokenIndex: number): string {
  return `embedded ${tokenIndex + 1}`;
}

/** The login that a user name and a password open; undefined when there is none. */
export function deviceFor(
  devices: readonly DeviceAccess[],
  userName: string | undefined,
  password: Uint8Array | undefined,
): DeviceAccess | undefined {
  const byName = sha256(userName ?? "");
  const byPassword = sha256(password ?? new Uint8Array(0));
  const mac = (userName ?? "").toLowerCase();
  return devices.find(
    (device) =>
      timingSafeEqual(device.tokenHash, byName) ||
      (device.macs.includes(mac) && timingSafeEqual(device.tokenHash, byPassword)),
  );
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
  return device.topics.has(topic) || device.macs.some((mac) => topic.startsWith(`mega/in/${mac}/`));
}

function sha256(secret: string | Uint8Array): Uint8Array {
  return createHash("sha256").update(secret).digest();
}
