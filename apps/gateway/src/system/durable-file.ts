/**
 * Writes a file so that a power cut leaves the whole new one, the whole old one, or none where there
 * was none: under another name first, synced, renamed, and the folder synced, since a name that is not
 * synced can vanish with the file behind it.
 */

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The file is on the disk when this returns. Throws what the system says; nothing is left then. */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o666): void {
  const unfinished = `${path}.new`;
  try {
    writeFileSync(unfinished, content, { mode, flush: true });
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw cause;
  }
  syncFolder(dirname(path));
}

/** Folders that were made below another are there after a power cut, down to the last one. */
export function syncNamesFrom(above: string, last: string): void {
  for (let folder = dirname(last); folder.startsWith(above); folder = dirname(folder)) {
    syncFolder(folder);
    if (folder === above) return;
  }
}

/** Names that were made, moved or removed in the folder are so after a power cut, too. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
