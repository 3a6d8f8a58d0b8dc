/** Removes what a demo left, its database with it, which may stand elsewhere. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The server's note of where its database is, where that is not its own folder. */
const POINTER = "postgres-folder.txt";

/** Leaves the folder empty. */
export function removeDemo(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const pointer = join(folder, name, POINTER);
    if (!existsSync(pointer)) continue;
    rmSync(readFileSync(pointer, "utf8").trim(), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
  // PostgreSQL's own user goes through it, and sees no names in it.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
}
