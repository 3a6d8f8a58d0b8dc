/** Patches: unified diffs against the tree, a few lines each. */

import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The folder of all patches. */
export const patchFolder = fileURLToPath(new URL("./patches", import.meta.url));

/** The file of a mutant's patch. */
export function patchPath(name: string): string {
  return join(patchFolder, `${name}.patch`);
}

/** The files that a patch changes, from the root of the tree. */
export function patchedFiles(patch: string): readonly string[] {
  return [...patch.matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, path = ""]) => path);
}

/** How a patch is used. */
export type ApplyMode = "check" | "apply" | "take back";

const optionsOf: Readonly<Record<ApplyMode, readonly string[]>> = {
  check: ["--check"],
  apply: [],
  "take back": ["--reverse"],
};

/** Applies a patch to a tree that is in no repository. Returns what is wrong; undefined when nothing. */
export function applyPatch(root: string, patch: string, mode: ApplyMode): string | undefined {
  const options = [...optionsOf[mode], "--whitespace=nowarn"];
  const ended = spawnSync("git", ["apply", ...options, patch], {
    cwd: root,
    encoding: "utf8",
    env: outsideOfRepositories(root),
  });
  if (ended.error !== undefined) return `git could not be started: ${ended.error.message}`;
  return ended.status === 0 ? undefined : ended.stderr.trim() || `git ended with ${ended.status}`;
}

/** Within a repository git would look for the files from its root, and pass over all of them. */
function outsideOfRepositories(root: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(own), GIT_CEILING_DIRECTORIES: dirname(root) };
}
