/** A small building for tests of the draft: two lines, a P1 port, three channels, one meter shared. */

import type { GatewayConfig, ProfileInfo } from "@mega/contract";

function profile(
  profileId: string,
  kind: ProfileInfo["kind"],
  alsoKnownAs: string[],
  model = profileId,
): ProfileInfo {
  return {
    profileId,
    kind,
    maker: "2-WIRE",
    model,
    alsoKnownAs,
    medium: "electricity",
    status: "generic",
    hash: "0".repeat(64),
    counters: ["import", "export"],
  };
}

/** A few kinds, as the gateway lists them. */
export const sampleProfiles: readonly ProfileInfo[] = [
  profile("emm220", "modbus", ["EMM220", "EMM630", "EMM.630"], "EMM220 / EMM630"),
  profile("water", "modbus", ["WATER"], "Water"),
  profile("kamstrup-p1", "p1", ["KAMSTRUP P1"]),
  profile("mqtt", "mqtt", ["MQTT"]),
  profile("mqtt-water", "mqtt", ["MQTT"]),
];

/** Finds one of them. */
export function sampleProfile(profileId: string): ProfileInfo {
  const found = sampleProfiles.find((one) => one.profileId === profileId);
  if (found === undefined) throw new Error(`no profile ${profileId}`);
  return found;
}

/** The building as stored. */
export const sampleConfig: GatewayConfig = {
  version: 1,
  building: { name: "Hollestraat 1" },
  gateway: { model: "MEGA16" },
  buses: [
    { id: "riser", link: { kind: "tty", path: "/dev/ttyUSB0" } },
    { id: "cellar", link: { kind: "modbus-tcp", host: "10.0.0.4", port: 502 } },
  ],
  p1Ports: [{ id: "grid", link: { kind: "tty", path: "/dev/ttyUSB1" } }],
  meters: [
    { id: "flat-1", profile: "emm220", bus: "riser", address: 4 },
    { id: "roof", profile: "emm220", bus: "cellar", address: 1 },
  ],
  channels: [
    { no: 1, name: "remi guido", meter: "flat-1" },
    { no: 2, name: "Toiture", meter: "roof", unit: "Wh+" },
    { no: 3, name: "Toiture injection", meter: "roof", unit: "Wh-" },
  ],
};
