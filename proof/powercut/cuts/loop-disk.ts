/**
 * A file system of its own, ext4 over a file, whose power can be taken away. Needs root, a loop device
 * and the kernel's ext4; `loopDisk` says so where one is missing.
 */

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { quickFolder } from "../../quick-folder.ts";
import { cutAtNs } from "../writer/said.ts";

/** A mounted disk. */
export interface LoopDisk {
  readonly folder: string;
  /**
   * Takes the power away so many microseconds after this call; resolves when it is gone, with the
   * monotonic time in nanoseconds at which it began to go.
   */
  readonly cutAfter: (microseconds: number) => Promise<bigint>;
  /** After a cut: what the file system holds is read from the disk again. Throws when it is broken. */
  readonly powerUp: () => void;
  /** Mounts it again so that it can only be read, or be written again. */
  readonly remount: (how: "ro" | "rw") => void;
  readonly remove: () => void;
}

/**
 * Makes and mounts a disk.
 *
 * @param cutPower The compiled switch
 * @throws Error that says what this machine does not allow
 */
export function loopDisk(cutPower: string, sizeMiB: number): LoopDisk {
  if (process.getuid?.() !== 0) throw notAllowed("the process is not root");
  const place = quickFolder("disk");
  const image = join(place, "disk.img");
  const folder = join(place, "mount");
  mkdirSync(folder);
  writeFileSync(image, "");
  truncateSync(image, sizeMiB * 1024 * 1024);
  execFileSync("mkfs.ext4", ["-q", "-F", "-m", "0", image]);
  const remove = () => {
    // Lazily: a writer that just died may hold a file for a moment.
    spawnSync("umount", ["-l", folder]);
    rmSync(place, { recursive: true, force: true });
  };
  try {
    mount(image, folder);
  } catch (cause) {
    remove();
    throw notAllowed(String(cause));
  }
  return {
    folder,
    remove,
    remount: (how) => void execFileSync("mount", ["-o", `remount,${how}`, folder]),
    cutAfter: (microseconds) => cut(cutPower, folder, microseconds),
    powerUp() {
      unmount(folder);
      const repair = spawnSync("e2fsck", ["-p", image], { encoding: "utf8" });
      // 1: mended what a cut leaves to be mended, such as the journal.
      if ((repair.status ?? 8) > 1) throw new Error(`The file system is broken: ${repair.stdout}`);
      mount(image, folder);
    },
  };
}

function mount(image: string, folder: string): void {
  execFileSync("mount", ["-o", "loop", image, folder], { stdio: "pipe" });
}

/** A process that was killed closes its files a moment later. */
function unmount(folder: string): void {
  const triesMax = 50;
  for (let tries = 1; ; tries++) {
    const ended = spawnSync("umount", [folder], { encoding: "utf8" });
    if (ended.status === 0) return;
    if (tries === triesMax) throw new Error(`${folder} cannot be unmounted: ${ended.stderr}`);
    spawnSync("sleep", ["0.02"]);
  }
}

async function cut(cutPower: string, folder: string, microseconds: number): Promise<bigint> {
  const running = spawn(cutPower, [folder], { stdio: ["pipe", "pipe", "inherit"] });
  running.stdin.end(`${microseconds}\n`);
  let said = "";
  running.stdout.on("data", (text) => {
    said += String(text);
  });
  const [code] = await once(running, "close");
  const atNs = cutAtNs(said.split("\n"));
  if (code === 0 && atNs !== null) return atNs;
  throw notAllowed(`EXT4_IOC_SHUTDOWN ended with code ${String(code)}`);
}

function notAllowed(why: string): Error {
  return new Error(
    `Power cuts of a real file system need root, loop devices and ext4 (${why}). The parts "states", "kills" and "flips" run everywhere.`,
  );
}
