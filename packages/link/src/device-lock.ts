/**
 * One opener per serial device: a lock file named after the device number, so that every name of a
 * device (`/dev/ttyUSB0`, `/dev/serial/by-id/…`) meets the same lock.
 *
 * The file names a process. It counts only while that process really has the device open, so a
 * killed process or a terminated thread leaves nothing behind that a restart could stumble over.
 * Between placing the lock and opening the device it can therefore be taken away; whoever opened the
 * device asks `isHeld` once more.
 */

import {
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinkError } from "./link.ts";

/** Openings of this thread that are under way or live, by device number. */
const taken = new Set<number>();

/** The lock of one device. */
export interface DeviceLock {
  /** Whether nobody took the lock away before the device was open. */
  isHeld(): boolean;
  /** Gives the lock back; calling it again does nothing. */
  release(): void;
}

/**
 * Takes the lock of a device before it is opened.
 *
 * @param path Any name of the device.
 * @param folder Where lock files stand; one folder for every process of the machine.
 * @returns The lock, which is to be checked after the opening and given back after the closing.
 * @throws LinkError `LINK_BUSY` when the device is open elsewhere, `LINK_OPEN_FAILED` when there is
 *   no such device.
 */
export function lockDevice(path: string, folder: string = tmpdir()): DeviceLock {
  const device = deviceNumber(path);
  const file = join(folder, `mega-tty-${device}.lock`);
  const mark = `${process.pid} ${Math.random().toString(36).slice(2)}\n`;
  if (taken.has(device) || !placeLock(file, device, mark)) throw busy(path);
  taken.add(device);
  let held = true;
  const isHeld = () => held && contentOf(file) === mark;
  return {
    isHeld,
    release() {
      if (!held) return;
      if (isHeld()) removeQuietly(file);
      held = false;
      taken.delete(device);
    },
  };
}

/**
 * The error for a device that another opener has.
 *
 * @param path The device as the caller names it.
 * @returns A LinkError `LINK_BUSY`.
 */
export function busy(path: string): LinkError {
  const hint = "Let one bus only use this serial port.";
  return new LinkError("LINK_BUSY", `${path} is already open.`, hint);
}

function deviceNumber(path: string): number {
  try {
    return statSync(path).rdev;
  } catch (cause) {
    throw new LinkError(
      "LINK_OPEN_FAILED",
      `${path} is not there.`,
      "Check that the adapter is plugged in.",
      cause,
    );
  }
}

function placeLock(file: string, device: number, mark: string): boolean {
  const own = `${file}.${mark.trim().replace(" ", ".")}`;
  try {
    writeFileSync(own, mark);
    if (linkQuietly(own, file)) return true;
    const found = contentOf(file);
    const owner = Number.parseInt(found ?? "", 10);
    if (owner > 0 && hasOpen(owner, device)) return false;
    // The rename decides between two who both found the lock stale.
    const stale = `${own}.stale`;
    try {
      renameSync(file, stale);
    } catch {
      return linkQuietly(own, file);
    }
    const moved = contentOf(stale);
    if (moved !== found) linkQuietly(stale, file);
    removeQuietly(stale);
    return moved === found && linkQuietly(own, file);
  } catch (cause) {
    throw new LinkError("LINK_OPEN_FAILED", `${file} cannot be written.`, "Free the disk.", cause);
  } finally {
    removeQuietly(own);
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Whether a process has the device open; one that cannot be looked into is taken to have it. */
function hasOpen(pid: number, device: number): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((name) => {
      try {
        return statSync(join(folder, name)).rdev === device;
      } catch {
        return false;
      }
    });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

function linkQuietly(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function removeQuietly(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Gone already.
  }
}
