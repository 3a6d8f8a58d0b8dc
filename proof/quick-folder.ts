/** A folder in memory where the machine has one: what is written there costs no disk. */

import { accessSync, constants, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";

/** Makes an empty folder; whoever asks for it removes it. */
export function quickFolder(name: string): string {
  return mkdtempSync(join(inMemory() ? MEMORY : tmpdir(), `mega-${name}-`));
}

function inMemory(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
