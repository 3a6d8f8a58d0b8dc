/**
 * One opener per serial device: a lock file named after the device number, so that every name of a
 * device (`/dev/ttyUSB0`, `/dev/serial/by-id/…`) meets the same lock.
 *
 * The file names a process. It counts only while that process really has the device open, so a
 * killed process or a terminated thread leaves nothing behind that a restart could stumble over.
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

/**
 * Takes the lock of a device before it is opened.
 *
 * @param path Any name of the device.
 * @param folder Where lock files stand; one folder for every process of the machine.
 * @returns How to give the lock back; calling it again does nothing.
 * @throws LinkError `LINK_BUSY` when the device is open elsewhere, `LINK_OPEN_FAILED` when there is
 *   no such device.
 */
export function lockDevice(path: string, folder: string = tmpdir()): () => void {
  const device = deviceNumber(path);
  const file = join(folder, `mega-tty-${device}.lock`);
  if (taken.has(device) || !placeLock(file, device)) {
    throw new LinkError(
      "LINK_BUSY",
      `${path} is already open.`,
      "Let one bus only use this serial port.",
    );
  }
  taken.add(device);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    taken.delete(device);
    if (ownerOf(file) === process.pid) removeQuietly(file);
  };
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

function placeLock(file: string, device: number): boolean {
  const own = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    writeFileSync(own, `${process.pid}\n`);
    if (linkQuietly(own, file)) return true;
    const owner = ownerOf(file);
    if (owner !== undefined && hasOpen(owner, device)) return false;
    // The rename decides between two who both found the lock stale.
    const stale = `${own}.stale`;
    try {
      renameSync(file, stale);
    } catch {
      return linkQuietly(own, file);
    }
    const moved = ownerOf(stale);
    if (moved !== owner) linkQuietly(stale, file);
    removeQuietly(stale);
    return moved === owner && linkQuietly(own, file);
  } catch (cause) {
    throw new LinkError("LINK_OPEN_FAILED", `${file} cannot be written.`, "Free the disk.", cause);
  } finally {
    removeQuietly(own);
  }
}

function ownerOf(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
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
