/**
 * Meters whose readings come to wait: one exchanged unannounced behind two channels, a counter at its
 * maximum, one that jumps. The figures are those of the rule for exchanges: 9394.515 → 9471.200.
 */

import { type ApiRig, makeApiRig } from "./api-rig.ts";

const HOUR_MS = 3_600_000;

const config = `
version: 1
building: { name: Résidence Tilleuls }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
mqtt: { embedded: {} }
meters:
  - { id: lift, profile: eastron-sdm630, bus: main, address: 1 }
  - { id: full, profile: eastron-sdm72d-m, bus: main, address: 2 }
  - { id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: "secret-token" } }
  - { id: cellar, profile: manual-water, manual: { unit: m3, decimals: 3 } }
channels:
  - { no: 1, name: Lift total, meter: lift }
  - { no: 2, name: Lift trip, meter: lift, counter2: none }
  - { no: 3, name: Workshop, meter: full, counter2: none }
  - { no: 4, name: Cold water, meter: cold }
  - { no: 5, name: Nobody, meter: full }
  - { no: 6, name: Cellar, meter: cellar }
`;

/** 1 May 2026, 00:02 in Brussels: the first round, on which May begins. */
const mayBeginsMs = Date.UTC(2026, 3, 30, 22, 2);
/** 12 May 2026, 10:02 in Brussels: the last round of the old meter. */
export const lastOldMs = Date.UTC(2026, 4, 12, 8, 2);
/** 1 June 2026, 00:02 in Brussels: the round on which May ends. */
export const juneBeginsMs = Date.UTC(2026, 4, 31, 22, 2);

/** The building up to the last round of the old meter. */
export async function buildingBeforeExchange(): Promise<ApiRig> {
  const rig = await makeApiRig(config, mayBeginsMs - 60_000);
  rig.serials = { lift: "OLD-1" };
  rig.displays = {
    lift: { import: 9394.515, export: 12.5 },
    full: { import: 999_990, export: 0 },
    cold: { volume: 20 },
  };
  await rig.round(mayBeginsMs);
  rig.displays = {
    lift: { import: 9471.2, export: 13 },
    full: { import: 999_999, export: 0 },
    cold: { volume: 22 },
  };
  await rig.round(lastOldMs);
  return rig;
}

/**
 * The same up to the end of May, with the new meter unannounced: every twelfth hour it tells another
 * serial number, and counts from 0.000 to 163.665.
 */
export async function buildingWithWaiting(): Promise<ApiRig> {
  const rig = await buildingBeforeExchange();
  rig.serials = { lift: "NEW-2" };
  const firstMs = lastOldMs + HOUR_MS;
  for (let atMs = firstMs; atMs <= juneBeginsMs; atMs += 12 * HOUR_MS) {
    const share = (atMs - firstMs) / (juneBeginsMs - firstMs);
    rig.displays = {
      lift: { import: Math.floor(163_000 * share) / 1000, export: 0 },
      // It passed its maximum faster than it can: that waits for a person.
      full: { import: 60_000 + Math.floor(100 * share), export: 0 },
      cold: { volume: 20_000 },
    };
    await rig.round(atMs);
  }
  rig.displays["lift"] = { import: 163.665, export: 0 };
  await rig.round(juneBeginsMs);
  return rig;
}
