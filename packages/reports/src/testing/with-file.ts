/** Bytes as a file for as long as another program reads it. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What `read` makes of the file. */
export function withFile<Found>(bytes: Uint8Array, read: (path: string) => Found): Found {
  const folder = mkdtempSync(join(tmpdir(), "mega-file-"));
  try {
    const path = join(folder, "file");
    writeFileSync(path, bytes);
    return read(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
