// What the parts share that drive the whole product: the bundle, a year in its data folder, the
// building on the wire, and a gateway that has heard every meter.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sleep, systemClock } from "@mega/domain";
import { freePort } from "../../../tests/free-port.ts";
import { buildBundle } from "../../../tools/build.ts";
import { PUBLISH_EVERY_S } from "./bench-building.ts";
import { copyPast } from "./make-past.ts";
import { type OpenBuilding, openBuilding } from "./open-building.ts";
import type { GatewayStart } from "./open-gateway.ts";

/** The stage; the gateway is started by whoever measures it. */
export interface Stage {
  /** For files of a part. */
  readonly folder: string;
  readonly building: OpenBuilding;
  readonly start: GatewayStart;
}

/** Runs work on a stage that is cleared afterwards. */
export async function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "mega-bench-"));
  try {
    const bundle = join(folder, "mega");
    await buildBundle(bundle);
    const home = join(folder, "gateway");
    mkdirSync(home);
    const past = await copyPast(join(home, "data"), (text) => console.log(text));
    const building = await openBuilding(past);
    try {
      await work({
        folder,
        building,
        start: { bundle, folder: home, places: building.places, port: await freePort() },
      });
    } finally {
      await building.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Until every device has published once more. */
export function untilAllPublished(): Promise<void> {
  return sleep(systemClock(), (PUBLISH_EVERY_S + 5) * 1000);
}

/**
 * Waits until no scheduled round falls into a stretch from now: rounds are due two minutes past the
 * hour.
 */
export async function awayFromRounds(stretchMs: number): Promise<void> {
  const clock = systemClock();
  const hourMs = 3_600_000;
  const dueMs = 120_000;
  const roundMsMax = 60_000;
  const intoHourMs = clock.nowMs() % hourMs;
  const collides = intoHourMs < dueMs + roundMsMax && intoHourMs + stretchMs > dueMs;
  if (collides) await sleep(clock, dueMs + roundMsMax - intoHourMs);
}
