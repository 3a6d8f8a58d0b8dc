/**
 * After a failed sync the system may take what was not written for written: a later sync then says
 * nothing of it, and entries that follow in the log would hang on bytes that are not there. So the
 * bytes of the log are written once more, as they are read, and synced, before anything is read from
 * them. Being the same bytes they harm nothing where a power cut comes in between.
 */

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";

const PIECE_BYTES = 1 << 20;

/** Writes the write-ahead log of a database that nobody has open anew. Throws what the system says. */
export function renewLog(path: string): void {
  const log = `${path}-wal`;
  if (!existsSync(log)) return;
  const handle = openSync(log, "r+");
  try {
    const { size } = fstatSync(handle);
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; at < size; ) {
      const length = readSync(handle, piece, 0, Math.min(PIECE_BYTES, size - at), at);
      if (length === 0) break;
      for (let done = 0; done < length; ) {
        done += writeSync(handle, piece, done, length - done, at + done);
      }
      at += length;
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
