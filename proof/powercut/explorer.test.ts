/**
 * A seeded share of the power cuts for every machine: the gateway's ledger is logged at work, and the
 * disks that a cut could leave of it are looked at one by one.
 */

import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quickFolder } from "../quick-folder.ts";
import { compileDiskTools } from "./disk/compile.ts";
import { exploreDataFolder } from "./folder/data-folder.ts";
import { exploreLedger } from "./states/explore-ledger.ts";
import { largeLife } from "./states/explore-many-lives.ts";

let folder: string;
let library: string;
beforeAll(() => {
  folder = quickFolder("explorer-test");
  library = compileDiskTools(folder).library;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const life = { seed: 4, channels: 4, batches: 16 } as const;

test("whatever a power cut leaves, the ledger holds all it acknowledged and nothing by halves", async () => {
  const tally = await exploreLedger({ ...life, library, safety: "FULL", states: 160 });
  expect(tally.firstBroken).toBe(null);
  expect(tally).toMatchObject({ ends: 160, lost: 0, half: 0, damaged: 0 });
  expect(tally.acknowledged).toBeGreaterThan(160);
});

test("while the log is taken into the file and begins anew, a power cut takes nothing either", async () => {
  const large = { ...largeLife, seed: 7, states: 40 };
  const tally = await exploreLedger({ ...large, library, safety: "FULL" });
  expect(tally.firstBroken).toBe(null);
  expect(tally.ends).toBe(40);
});

test("what is acknowledged behind failed syncs hangs on nothing that they left out", async () => {
  const failing = { ...life, batches: 40, lostSyncEvery: 17 };
  const tally = await exploreLedger({ ...failing, library, safety: "FULL", states: 40 });
  expect(tally.firstBroken).toBe(null);
  expect(tally.acknowledged).toBeGreaterThan(400);
});

test.each(["NORMAL", "OFF"] as const)(
  "a ledger that commits with %s is seen to lose entries",
  async (safety) => {
    const tally = await exploreLedger({ ...life, library, safety, states: 30 });
    expect(tally.lost).toBeGreaterThan(0);
    expect(tally.firstBroken).not.toBe(null);
  },
);

test("a data folder keeps its keys, its owner and its readings, whatever a power cut leaves of it", async () => {
  const { wrong, figures } = await exploreDataFolder(library, 2, 20);
  expect(wrong).toBe(null);
  expect(figures["ends"]).toBe(20);
});
