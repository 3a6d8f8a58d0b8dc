/** Says in the data folder which process runs the gateway, so that set-up knows. */

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const NAME = "gateway.pid";

/** Writes the process number; the returned function removes it. Throws when the disk takes nothing. */
export function writePidFile(dataFolder: string): () => void {
  const file = join(dataFolder, NAME);
  writeFileSync(file, `${process.pid}\n`);
  return () => rmSync(file, { force: true });
}
