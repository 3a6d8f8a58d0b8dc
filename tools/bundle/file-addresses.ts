// Addresses of files in the sources, made into addresses in the bundle: `new URL("…", import.meta.url)`
// and `require.resolve("….ttf")`. One that the bundle does not hold stops the build.

import { createRequire } from "node:module";
import { basename, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "vite";

/** A file or folder that the bundle holds. */
export interface BundleFile {
  /** From the root of the project. */
  readonly from: string;
  /** From the root of the bundle; the programs stand in `lib` beside it. */
  readonly to: string;
}

/** The plugin, and what it met beside the files that were named. */
export interface FileAddresses {
  readonly plugin: Plugin;
  readonly found: () => readonly BundleFile[];
}

const urlForm = /new URL\(\s*"(\.{1,2}\/[^"]+)",\s*import\.meta\.url,?\s*\)/g;
const fontForm = /require\.resolve\(\s*"([^"]+\.ttf)",?\s*\)/g;

/** Rewrites addresses in the project's own sources. */
export function fileAddresses(ground: {
  readonly root: string;
  readonly files: readonly BundleFile[];
}): FileAddresses {
  const { root, files } = ground;
  const found = new Map<string, BundleFile>();
  const plugin: Plugin = {
    name: "mega-file-addresses",
    enforce: "pre",
    transform(code, id) {
      const source = id.split("?")[0] ?? id;
      if (source.includes("/node_modules/") || !/\.tsx?$/.test(source)) return null;
      const withUrls = code.replace(urlForm, (_, address: string) => {
        const target = fileURLToPath(new URL(address, pathToFileURL(source)));
        if (target.endsWith(".ts")) {
          const fileName = basename(target).replace(/(\.entry)?\.ts$/, ".js");
          this.emitFile({ type: "chunk", id: target, fileName });
          return `new URL("./${fileName}", import.meta.url)`;
        }
        return addressOf(target, files, root, source);
      });
      const changed = withUrls.replace(fontForm, (_, name: string) => {
        const from = relative(root, createRequire(source).resolve(name));
        const to = `fonts/${basename(name)}`;
        found.set(to, { from, to });
        return `decodeURIComponent(new URL("../${to}", import.meta.url).pathname)`;
      });
      return changed === code ? null : { code: changed, map: null };
    },
  };
  return { plugin, found: () => [...found.values()] };
}

function addressOf(
  target: string,
  files: readonly BundleFile[],
  root: string,
  source: string,
): string {
  const known = files.find(({ from }) => join(root, from) === target.replace(/\/$/, ""));
  if (known === undefined) {
    const named = relative(root, target);
    throw new Error(`${relative(root, source)} names ${named}, which the bundle does not hold`);
  }
  return `new URL("../${known.to}${target.endsWith("/") ? "/" : ""}", import.meta.url)`;
}
