// The pages built in memory, exactly as `npm run build:web` builds them, with what the bundler knows
// of who imports whom. Nothing is written, so that a running gateway keeps the pages it serves.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const root = fileURLToPath(new URL("../../../apps/web/", import.meta.url));

/** A built file, with what a browser asks for as soon as it has it. */
export interface BuiltFile {
  /** Its path below the address of the pages: "assets/index-AbC.js". */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Files that it cannot run without: its static imports and its styles. */
  readonly needs: readonly string[];
  /** Source files that it is made of, by their path in the repository; none for styles. */
  readonly sources: readonly string[];
  /** The source file that it stands for when it is asked for by itself. */
  readonly from: string | null;
}

/** Builds the pages; takes about a second. */
export async function buildPages(): Promise<readonly BuiltFile[]> {
  const built = await asForPeople(() =>
    build({
      root,
      configFile: join(root, "vite.config.ts"),
      logLevel: "silent",
      build: { write: false },
    }),
  );
  if (Array.isArray(built) || !("output" in built))
    throw new Error("The build of the pages gave no single output");
  return [...built.output.map(builtFile), ...publicFiles()];
}

type Output = Rolldown.RolldownOutput["output"][number];

function builtFile(file: Output): BuiltFile {
  if (file.type === "asset") {
    const bytes = Buffer.from(file.source);
    return { path: file.fileName, bytes, needs: [], sources: [], from: null };
  }
  return {
    path: file.fileName,
    bytes: Buffer.from(file.code),
    needs: [...file.imports, ...(file.viteMetadata?.importedCss ?? [])],
    sources: Object.keys(file.modules).map(inRepository),
    from: file.facadeModuleId === null ? null : inRepository(file.facadeModuleId),
  };
}

/** A test run calls its environment "test", for which the builder would add help for developers. */
async function asForPeople<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}

/** Files that are served as they are. */
function publicFiles(): readonly BuiltFile[] {
  const folder = join(root, "public");
  return readdirSync(folder).map((path) => ({
    path,
    bytes: readFileSync(join(folder, path)),
    needs: [],
    sources: [],
    from: null,
  }));
}

function inRepository(path: string): string {
  return path.split("\0").join("").replace(join(root, "../../"), "");
}
