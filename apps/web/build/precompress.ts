/**
 * Lays a gzip and a Brotli copy beside every built file, so that the gateway compresses nothing while
 * it serves: browsers over HTTPS take Brotli, over HTTP gzip.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What text is worth compressing; everything the pages are made of is text. */
const TEXTS = /\.(?:js|css|html|svg)$/;

/** A file that fits into one packet anyway is sent as it is. */
const BYTES_MIN = 600;

/** The file as gzip, as small as gzip gets. */
export function gzipped(text: Uint8Array | string): Uint8Array {
  return gzipSync(text, { level: 9 });
}

/** The file as Brotli, as small as Brotli gets. */
function brotlied(text: Uint8Array | string): Uint8Array {
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });
}

/** Whether a built file gets compressed copies. */
export function isCompressed(path: string, bytes: number): boolean {
  return TEXTS.test(path) && bytes >= BYTES_MIN;
}

/** Runs when everything stands in the folder, the public files too. */
export function precompress(): Plugin {
  let folder: string | null = null;
  return {
    name: "mega-precompress",
    apply: "build",
    configResolved({ root, build }) {
      if (build.write) folder = resolve(root, build.outDir);
    },
    closeBundle() {
      if (folder !== null) compressBelow(folder);
    },
  };
}

function compressBelow(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (!TEXTS.test(name)) continue;
    const text = readFileSync(path);
    if (!isCompressed(name, text.length)) continue;
    writeFileSync(`${path}.gz`, gzipped(text));
    writeFileSync(`${path}.br`, brotlied(text));
  }
}
