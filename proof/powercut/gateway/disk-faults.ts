/**
 * The real gateway on a disk that is full, can only be read, breaks off or reports errors. It starts,
 * serves what it has and says that the disk takes nothing; what it acknowledged is there afterwards;
 * and it goes on by itself where the disk does.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { mega } from "../../../tests/gateway/mega-process.ts";
import { quickFolder } from "../../quick-folder.ts";
import { type LoopDisk, loopDisk } from "../cuts/loop-disk.ts";
import type { DiskTools } from "../disk/compile.ts";
import type { PartFigures } from "../figures.ts";
import { Trial, type TriedGateway } from "./tried-gateway.ts";

/** What a fault is tried with. */
interface Tried {
  readonly trial: Trial;
  readonly disk: LoopDisk;
  readonly checks: Checks;
}

/** Counts what was found, and keeps what was not as it must be. */
class Checks {
  readonly wrong: string[] = [];
  acknowledged = 0;
  refused = 0;
  /** Thousandths of a unit that channel 1 shows. */
  #count = 1_000_000;
  #stored = "";
  /** Refused since: a failed sync may have stored it all the same, whole. */
  #unsure: string[] = [];

  expect(what: string, is: unknown, wanted: unknown): void {
    if (is !== wanted) this.wrong.push(`${what}: ${String(is)} instead of ${String(wanted)}`);
  }

  /** A reading that must be acknowledged. */
  async read(gateway: TriedGateway): Promise<void> {
    const index = this.#next();
    await gateway.show(1, index);
    await gateway.read(1);
    this.acknowledged += 1;
    this.#stored = index;
    this.#unsure = [];
    this.expect("what was acknowledged", await gateway.latest(1), index);
  }

  /** A reading that the disk does not take: refused, said so, and pages as before. */
  async refuse(gateway: TriedGateway): Promise<void> {
    const index = this.#next();
    this.#unsure.push(index);
    await gateway.show(1, index);
    const answer = await gateway.read(1).then(
      () => "acknowledged",
      (cause: unknown) => (/503.*LEDGER_STORAGE_FAILED/s.test(String(cause)) ? "refused" : cause),
    );
    this.expect("a reading that the disk does not take", answer, "refused");
    this.refused += 1;
    this.expect("the state of the disk", (await gateway.storage()).state, "failing");
    await this.serves(gateway);
  }

  /** What was acknowledged is shown, and so is the page. */
  async serves(gateway: TriedGateway): Promise<void> {
    const newest = (await gateway.latest(1)) ?? "none";
    if (!this.#unsure.includes(newest)) this.expect("the newest index", newest, this.#stored);
    const page = await fetch(gateway.url, { headers: { cookie: gateway.cookie } });
    this.expect("the page", page.status, 200);
    await page.arrayBuffer();
  }

  async verified(dataFolder: string): Promise<void> {
    const { code, output } = await mega("ledger", "verify", "--data", dataFolder);
    this.expect(`the verification (${output.trim().slice(-200)})`, code, 0);
  }

  #next(): string {
    this.#count += 1;
    return (this.#count / 1000).toFixed(3);
  }
}

const DISK_MIB = 24;

/** Tries every fault; needs root and loop devices. */
export async function diskFaults(tools: DiskTools): Promise<readonly PartFigures[]> {
  const figures: PartFigures[] = [];
  const faults = { "full disk": full, "read-only disk": readOnly, "disk breaks off": breaksOff };
  for (const [part, fault] of Object.entries(faults)) {
    figures.push(await tried(part, tools, fault));
  }
  for (const wish of ["sync-fails", "write-fails"]) {
    figures.push(await tried(wish, tools, (on, data) => failing(on, data, wish)));
  }
  return figures;
}

async function tried(
  part: string,
  tools: DiskTools,
  fault: (on: Tried, dataFolder: string) => Promise<void>,
): Promise<PartFigures> {
  const disk = loopDisk(tools.cutPower, DISK_MIB);
  const folder = quickFolder("fault");
  const dataFolder = join(disk.folder, "data");
  const trial = new Trial({ folder, dataFolder, library: tools.library, channels: 2 });
  const checks = new Checks();
  try {
    await fault({ trial, disk, checks }, dataFolder);
    await checks.verified(dataFolder);
  } catch (cause) {
    checks.wrong.push(String(cause));
  } finally {
    await trial.end();
    disk.remove();
  }
  const { acknowledged, refused, wrong } = checks;
  return {
    part,
    ok: wrong.length === 0 && acknowledged > 0 && refused > 0,
    figures: { acknowledged, refused, wrong: wrong.length },
    wrong: wrong.length === 0 ? null : wrong.join("; "),
  };
}

async function full({ trial, disk, checks }: Tried): Promise<void> {
  const before = await trial.start();
  await checks.read(before);
  const ballast = join(disk.folder, "ballast");
  // First under the running gateway, then at a start.
  fill(ballast);
  await checks.refuse(before);
  await before.end("SIGKILL");
  fill(ballast);
  const gateway = await trial.start();
  await checks.serves(gateway);
  await checks.refuse(gateway);
  rmSync(ballast);
  await checks.read(gateway);
  checks.expect("the disk with room again", (await gateway.storage()).state, "ok");
  await gateway.end();
  const after = await trial.start();
  await checks.serves(after);
  await after.end();
}

async function readOnly({ trial, disk, checks }: Tried): Promise<void> {
  const before = await trial.start();
  await checks.read(before);
  await before.end("SIGKILL");
  disk.remount("ro");
  const gateway = await trial.start();
  await checks.serves(gateway);
  await checks.refuse(gateway);
  disk.remount("rw");
  await checks.read(gateway);
  checks.expect("the disk that is writable again", (await gateway.storage()).state, "ok");
  await gateway.end();
}

/** The file system finds an error under the running gateway and can only be read from then on. */
async function breaksOff({ trial, disk, checks }: Tried): Promise<void> {
  const before = await trial.start();
  await checks.read(before);
  execFileSync("mount", ["-o", "remount,abort", disk.folder], { stdio: "pipe" });
  await checks.refuse(before);
  await before.end("SIGKILL");
  disk.powerUp();
  const gateway = await trial.start();
  await checks.serves(gateway);
  await checks.read(gateway);
  await gateway.end();
}

/** The disk reports errors, now and then, and the gateway goes on when it does not. */
async function failing({ trial, checks }: Tried, dataFolder: string, wish: string): Promise<void> {
  const gateway = await trial.start();
  for (let turn = 0; turn < 4; turn++) {
    await checks.read(gateway);
    trial.wish(wish);
    await checks.refuse(gateway);
    await checks.refuse(gateway);
    trial.wish("");
    await checks.read(gateway);
  }
  await gateway.end("SIGKILL");
  await checks.verified(dataFolder);
  const after = await trial.start();
  await checks.serves(after);
  await after.end();
}

/** Writes until not a block is left. */
function fill(file: string): void {
  for (const block of ["64k", "1k"]) {
    const words = ["if=/dev/zero", `of=${file}`, `bs=${block}`, "oflag=append", "conv=notrunc"];
    spawnSync("dd", words, { stdio: "ignore" });
  }
}
