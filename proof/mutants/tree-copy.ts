/**
 * Copies of the tree in which errors are planted. What npm brought is linked, but for the packages of
 * the project itself: a link to those would lead back to the code without the error.
 */

import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { quickFolder } from "../quick-folder.ts";

/** The root of the tree that is copied. */
export const treeRoot = fileURLToPath(new URL("../../", import.meta.url));

/** Folders that are made by tools. */
const madeByTools = new Set([".cache", ".data", ".git", "coverage", "dist", "node_modules"]);

/** Makes so many copies; they go when the process ends. */
export function copyTree(copies: number): readonly string[] {
  const files = filesOfTree();
  const roots = Array.from({ length: copies }, () => quickFolder("mutants"));
  process.on("exit", () => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  for (const root of roots) {
    for (const file of files) copyInto(root, file);
    linkModules(root);
  }
  return roots;
}

function copyInto(root: string, file: string): void {
  const to = join(root, file);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(join(treeRoot, file), to);
}

/** What git keeps or would keep; without git, all that no tool has made. */
function filesOfTree(): readonly string[] {
  const listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = spawnSync("git", listing, { cwd: treeRoot, encoding: "utf8" });
  const files =
    listed.status === 0
      ? listed.stdout.split("\0").filter((file) => file !== "")
      : filesBelow(treeRoot);
  return files.filter((file) =>
    statSync(join(treeRoot, file), { throwIfNoEntry: false })?.isFile(),
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [relative(treeRoot, path)];
    return madeByTools.has(entry.name) ? [] : filesBelow(path);
  });
}

function linkModules(root: string): void {
  const from = join(treeRoot, "node_modules");
  const to = join(root, "node_modules");
  mkdirSync(join(to, "@mega"), { recursive: true });
  for (const name of readdirSync(from)) {
    const isOurs = name === "@mega" || (name.startsWith(".") && name !== ".bin");
    if (!isOurs) symlinkSync(join(from, name), join(to, name));
  }
  // Their links are relative, so that they lead to the packages of the copy.
  for (const name of readdirSync(join(from, "@mega"))) {
    symlinkSync(readlinkSync(join(from, "@mega", name)), join(to, "@mega", name));
  }
  for (const workspace of ["packages", "apps"]) {
    for (const name of readdirSync(join(treeRoot, workspace))) {
      const own = join(workspace, name, "node_modules");
      if (existsSync(join(treeRoot, own))) symlinkSync(join(treeRoot, own), join(root, own));
    }
  }
}
