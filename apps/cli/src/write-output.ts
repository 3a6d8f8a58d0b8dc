/** Writes what a command made to where it was told. */

import { realpathSync, statSync, writeFileSync } from "node:fs";
import { writeDurably } from "@mega/gateway";

/** A file is whole and on the disk when the command ends; a pipe or a device is written as it is. */
export function writeOutput(path: string, content: string | Uint8Array): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) writeFileSync(path, content);
  else if (found === undefined) writeDurably(path, content);
  // Behind a link stands the file that is meant, and its rights stay.
  else writeDurably(realpathSync(path), content, found.mode & 0o777);
}
