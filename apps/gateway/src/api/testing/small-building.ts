/** Five channels over half a year, with figures that can be checked in the head. */

import { localTime } from "@mega/domain";
import { type ApiRig, type Displays, makeApiRig } from "./api-rig.ts";

const HOUR_MS = 3_600_000;

const config = `
version: 1
building: { name: Résidence Tilleuls }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
mqtt: { embedded: {} }
meters:
  - { id: flat, profile: eastron-sdm630, bus: main, address: 1, serialNumber: "0012" }
  - { id: dead, profile: eastron-sdm120, bus: main, address: 9 }
  - { id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: "secret-token" } }
  - { id: boiler, profile: mqtt-heat, mqtt: { mac: "020000000004", token: "secret-token" } }
channels:
  - { no: 1, name: Flat one, meter: flat, errorMail: true }
  - { no: 2, name: "=1+1; \\"trip\\"", meter: flat }
  - { no: 3, name: "@Eau; froide", meter: cold }
  - { no: 4, name: Chauffage, meter: boiler }
  - { no: 5, name: Muet, meter: dead, errorMail: true }
`;

/** 15 January 2026, 09:02 in Brussels: the first round. */
const firstRoundMs = Date.UTC(2026, 0, 15, 8, 2);
/** 2 May 2026, 18:02 in Brussels: the newest round. */
export const lastRoundMs = Date.UTC(2026, 4, 2, 16, 2);

/** What the meters show: straight lines since the first round. */
export function displaysAt(atMs: number): Displays {
  const hours = (atMs - firstRoundMs) / HOUR_MS;
  return {
    flat: { import: 1000 + hours * 0.5, export: 200 + hours * 0.25 },
    cold: { volume: 50 + hours * 0.01 },
    boiler: { energy: 7000 + hours * 2 },
  };
}

/**
 * The building with its history: rounds around the ends of months, and every hour of two days.
 * @param more further groups of the configuration
 */
export async function smallBuilding(more = ""): Promise<ApiRig> {
  const rig = await makeApiRig(`${config}${more}`, firstRoundMs - 60_000);
  for (let atMs = firstRoundMs; atMs <= lastRoundMs; atMs += HOUR_MS) {
    const { day } = localTime(atMs + 4 * HOUR_MS, "Europe/Brussels");
    const near = day === 1 || atMs === firstRoundMs || atMs > lastRoundMs - 48 * HOUR_MS;
    if (!near) continue;
    rig.displays = displaysAt(atMs);
    await rig.round(atMs);
  }
  await rig.clock.advanceTo(lastRoundMs + 5 * 60_000);
  return rig;
}
