/**
 * One of the disks that a power cut can leave: of every file any of its changes since its last sync, a
 * write also in parts of 512 bytes; of the names any of their changes, in order for each name.
 */

import { dirname } from "node:path";
import type { Chance } from "../chance.ts";
import {
  applyNameChange,
  contentOf,
  type DiskModel,
  type FileChange,
  type Inode,
  type PendingChange,
} from "./disk-model.ts";

/** Bytes that a disk writes whole or not at all. */
const SECTOR = 512;

/** How much of what is not synced is there. */
const moods = ["nothing", "everything", "the oldest", "any", "torn", "torn", "the newest torn"];

/** A folder or the bytes of a file, by path. */
export type CrashState = ReadonlyMap<string, Buffer | "folder">;

/** A state drawn by chance. */
export function crashStateOf(model: DiskModel, chance: Chance): CrashState {
  const names = new Map(model.names);
  const nameMood = chance(4);
  const kept = chance(model.nameChanges.length + 1);
  const left = new Set<string>();
  for (const [at, change] of model.nameChanges.entries()) {
    const paths = [change.removed, change.added?.path].filter((path) => typeof path === "string");
    const happens = [false, true, at < kept, chance(2) === 0][nameMood] ?? true;
    // A change cannot be there without the one before it of the same name, nor inside of nothing.
    const possible = paths.every((path) => !left.has(path)) && names.has(change.folder);
    if (happens && possible) applyNameChange(names, change);
    else for (const path of paths) left.add(path);
  }
  const state = new Map<string, Buffer | "folder">();
  for (const [path, inode] of names) {
    if (!isReachable(names, path)) continue;
    const chosen = inode.isFolder ? [] : chooseChanges(inode.changes, chance);
    state.set(path, inode.isFolder ? "folder" : contentOf(inode.synced, chosen));
  }
  return state;
}

/** A name that is on the disk is of no use where one of the folders above it is not. */
function isReachable(names: ReadonlyMap<string, Inode>, path: string): boolean {
  const [root] = names.keys();
  for (let above = path; above !== root; above = dirname(above)) {
    if (!names.has(above)) return false;
  }
  return true;
}

function chooseChanges(changes: readonly PendingChange[], chance: Chance): readonly FileChange[] {
  const mood = moods[chance(moods.length)] ?? "any";
  const count = chance(changes.length + 1);
  return changes.flatMap(({ change, fate }, at) =>
    fate === "fixed" ? [change] : kept(mood, change, { at, count }, chance),
  );
}

/** What is there of one change. */
function kept(
  mood: string,
  change: FileChange,
  { at, count }: { readonly at: number; readonly count: number },
  chance: Chance,
): readonly FileChange[] {
  switch (mood) {
    case "nothing":
      return [];
    case "everything":
      return [change];
    case "the oldest":
      return at < count ? [change] : [];
    case "any":
      return chance(2) === 0 ? [change] : [];
    case "torn":
      return torn(change, chance);
    default:
      if (at === count) return torn(change, chance);
      return at < count ? [change] : [];
  }
}

/** The sectors of a write that came to the disk. */
function torn(change: FileChange, chance: Chance): readonly FileChange[] {
  if (change.kind === "truncate") return chance(2) === 0 ? [change] : [];
  const parts: FileChange[] = [];
  for (let from = 0; from < change.bytes.length; ) {
    const at = change.at + from;
    const length = Math.min(SECTOR - (at % SECTOR), change.bytes.length - from);
    if (chance(2) === 0) {
      parts.push({ kind: "write", at, bytes: change.bytes.subarray(from, from + length) });
    }
    from += length;
  }
  return parts;
}
