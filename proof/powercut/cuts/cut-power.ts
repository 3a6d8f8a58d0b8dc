/**
 * The power goes under the writing ledger of a gateway, again and again: at any instant, or before a
 * counted step in the middle of its writing. The same ledger goes on after a cut, so that what a cut
 * left is recovered, and the recovery is cut too; after a number of cuts a new one begins.
 */

import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { quickFolder } from "../../quick-folder.ts";
import { type Chance, chanceFrom } from "../chance.ts";
import { checkStoppedLedger, type Finding, isBroken } from "../check/check-ledger.ts";
import { emptyTally, type Tally, withFinding } from "../check/tally.ts";
import type { DiskTools } from "../disk/compile.ts";
import type { Safety } from "../states/logged-run.ts";
import { cutAtNs, goOn, hear, type Said, saidBefore, saidNothing } from "../writer/said.ts";
import { startWriter, type WriterRun } from "../writer/writer-run.ts";
import { type LoopDisk, loopDisk } from "./loop-disk.ts";

/** How the power is to be cut. */
export interface CutOptions {
  readonly tools: DiskTools;
  readonly seed: number;
  readonly cuts: number;
  readonly channels: number;
  readonly safety: Safety;
  readonly onCut?: (tally: Tally) => void;
}

const DISK_MIB = 96;
/** Cuts in the life of one ledger. */
const LEDGER_CUTS = 15;
/** Steps on the disk before a counted cut: the making of the file, or tens of appends. */
const STEPS_BELOW = 400;
const BATCHES_BELOW = 60;
/** An append takes a few milliseconds; a cut comes at any instant of it. */
const MICROSECONDS_BELOW = 20_000;

/** Cuts the power and adds up what was found. Throws where the machine does not allow it. */
export async function cutPower(options: CutOptions): Promise<Tally> {
  const { tools, cuts, seed, safety } = options;
  const chance = chanceFrom(seed);
  const disk = loopDisk(tools.cutPower, DISK_MIB);
  let tally = emptyTally;
  let life: Life | null = null;
  try {
    for (let cut = 1; cut <= cuts; cut++) {
      if (life === null || life.cuts >= LEDGER_CUTS) life = beginLife(disk, life);
      const before = life.said.acknowledged.length;
      const said = await writeUntilCut(options, disk, life, chance);
      disk.powerUp();
      const finding = await lookAt(life.folder, said);
      const acknowledged = said.acknowledged.length - before;
      tally = withFinding(tally, finding, acknowledged, `cut ${cut} of seed ${seed}, ${safety}`);
      options.onCut?.(tally);
      // What is broken is no ground for another cut.
      const next: Life = { ...life, cuts: life.cuts + 1, said: goOn(said, finding.head) };
      life = isBroken(finding) ? beginLife(disk, life) : next;
    }
  } finally {
    disk.remove();
  }
  return tally;
}

/** A ledger through a number of cuts. */
interface Life {
  readonly no: number;
  readonly folder: string;
  readonly cuts: number;
  readonly said: Said;
}

function beginLife(disk: LoopDisk, before: Life | null): Life {
  if (before !== null) rmSync(before.folder, { recursive: true, force: true });
  const no = (before?.no ?? 0) + 1;
  const folder = join(disk.folder, `data-${no}`);
  mkdirSync(folder);
  return { no, folder, cuts: 0, said: saidNothing };
}

async function writeUntilCut(
  { tools, channels, safety }: CutOptions,
  disk: LoopDisk,
  life: Life,
  chance: Chance,
): Promise<Said> {
  const counted = chance(2) === 0;
  const writer = startWriter({
    path: join(life.folder, "ledger.db"),
    channels,
    safety,
    seed: chance(1_000_000),
    env: counted ? countedCut(tools, life, 1 + chance(STEPS_BELOW)) : {},
  });
  const cut = counted ? null : await cutAtAnInstant(disk, writer, chance);
  const lines = await writer.ended;
  // A writer that ended before its counted step, or broke, is held to all that it said.
  const atNs = cut ?? cutAtNs(lines);
  return (atNs === null ? lines : saidBefore(atNs, lines)).reduce(hear, life.said);
}

function countedCut({ library }: DiskTools, life: Life, step: number): Record<string, string> {
  return { LD_PRELOAD: library, MEGA_DISK_FOLDER: life.folder, MEGA_DISK_CUT_AT: String(step) };
}

/** The time at which the power went. */
async function cutAtAnInstant(disk: LoopDisk, writer: WriterRun, chance: Chance): Promise<bigint> {
  await writer.begun(chance(BATCHES_BELOW));
  const atNs = await disk.cutAfter(chance(MICROSECONDS_BELOW));
  writer.kill();
  return atNs;
}

/** Looks at a copy: the ledger itself is recovered by the next writer. */
async function lookAt(folder: string, said: Said): Promise<Finding> {
  const copies = quickFolder("cut");
  try {
    for (const name of ["ledger.db", "ledger.db-wal", "ledger.db-journal"]) {
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copies, name));
    }
    return await checkStoppedLedger(join(copies, "ledger.db"), said);
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}
