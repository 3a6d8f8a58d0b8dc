/**
 * A disk as a file system promises it and no better. What is written to a file may be there or not
 * until the file is synced; a name that is made, moved or removed may be so or not until its folder is
 * synced. Syncing a file says nothing about its name.
 */

import { dirname } from "node:path";
import type { Step } from "./step-log.ts";

/** A change of a file. */
export type FileChange =
  | { readonly kind: "write"; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: "truncate"; readonly size: number };

/**
 * How sure a change is: "open" until the file is synced; "lost" where that sync failed, and no later
 * one says anything of it; "fixed" where it is synced above one that was lost.
 */
type Fate = "open" | "lost" | "fixed";

/** A change that is not known to be there with all before it. */
export interface PendingChange {
  readonly change: FileChange;
  readonly fate: Fate;
}

/** A file or a folder, whatever its name is. */
export interface Inode {
  readonly isFolder: boolean;
  /** What a power cut leaves of it for sure. */
  synced: Buffer;
  /** What came since, oldest first. */
  changes: PendingChange[];
}

/** A change of names that is not synced; a rename is both at once or neither. */
export interface NameChange {
  readonly folder: string;
  readonly removed: string | null;
  readonly added: { readonly path: string; readonly inode: Inode } | null;
}

/** The disk behind a number of steps. */
export class DiskModel {
  /** Names that a power cut leaves for sure. */
  readonly names = new Map<string, Inode>();
  /** Changes of names that are not synced, oldest first. */
  nameChanges: NameChange[] = [];
  /** Names as a program sees them. */
  readonly #seen = new Map<string, Inode>();
  readonly #open = new Map<number, { readonly inode: Inode; readonly path: string }>();
  readonly #root: string;

  /** @param root The folder that is there before the first step, empty. */
  constructor(root: string) {
    this.#root = root;
    const inode = emptyInode(true);
    this.names.set(root, inode);
    this.#seen.set(root, inode);
  }

  take(step: Step): void {
    switch (step.kind) {
      case "open":
        this.#openFile(step);
        return;
      case "close":
        this.#open.delete(step.fd);
        return;
      case "write":
        change(this.#at(step.fd).inode, { kind: "write", at: step.at, bytes: step.bytes });
        return;
      case "truncate":
        change(this.#at(step.fd).inode, { kind: "truncate", size: step.size });
        return;
      case "sync":
        this.#sync(step.fd);
        return;
      case "lost":
        settle(this.#at(step.fd).inode, "lost");
        return;
      case "rename":
        this.#rename(step.from, step.to);
        return;
      case "unlink":
        this.#changeName(dirname(step.path), step.path, null);
        return;
      case "mkdir":
        this.#add(step.path, emptyInode(true));
        return;
      case "say":
        return;
    }
  }

  #openFile(step: Extract<Step, { kind: "open" }>): void {
    if (step.created || !this.#seen.has(step.path)) this.#add(step.path, emptyInode(false));
    const inode = this.#seen.get(step.path);
    if (inode === undefined) throw new Error(`${step.path} was opened and is not there`);
    if (step.truncated && !step.created) change(inode, { kind: "truncate", size: 0 });
    this.#open.set(step.fd, { inode, path: step.path });
  }

  #add(path: string, inode: Inode): void {
    this.#changeName(dirname(path), null, { path, inode });
  }

  #rename(from: string, to: string): void {
    const inode = this.#seen.get(from);
    if (inode === undefined) throw new Error(`${from} was renamed and is not there`);
    this.#changeName(dirname(to), from, { path: to, inode });
  }

  #changeName(folder: string, removed: string | null, added: NameChange["added"]): void {
    if (!folder.startsWith(this.#root)) return;
    this.nameChanges.push({ folder, removed, added });
    applyNameChange(this.#seen, { folder, removed, added });
  }

  #sync(fd: number): void {
    const { inode, path } = this.#at(fd);
    settle(inode, "fixed");
    if (inode.changes.every(({ fate }) => fate === "fixed")) {
      const changes = inode.changes.map((one) => one.change);
      inode.synced = contentOf(inode.synced, changes);
      inode.changes = [];
    }
    if (!inode.isFolder) return;
    const [synced, others] = [[] as NameChange[], [] as NameChange[]];
    for (const change of this.nameChanges) (change.folder === path ? synced : others).push(change);
    for (const change of synced) applyNameChange(this.names, change);
    this.nameChanges = others;
  }

  #at(fd: number): { readonly inode: Inode; readonly path: string } {
    const open = this.#open.get(fd);
    if (open === undefined) throw new Error(`${fd} is used and was not opened`);
    return open;
  }
}

function emptyInode(isFolder: boolean): Inode {
  return { isFolder, synced: Buffer.alloc(0), changes: [] };
}

function change(inode: Inode, made: FileChange): void {
  inode.changes.push({ change: made, fate: "open" });
}

function settle(inode: Inode, fate: Fate): void {
  inode.changes = inode.changes.map((one) => (one.fate === "open" ? { ...one, fate } : one));
}

/** Names behind a change. */
export function applyNameChange(names: Map<string, Inode>, { removed, added }: NameChange): void {
  if (removed !== null) names.delete(removed);
  if (added !== null) names.set(added.path, added.inode);
}

/** A file's bytes behind changes; what was never written in between is zero. */
export function contentOf(synced: Buffer, changes: readonly FileChange[]): Buffer {
  let size = synced.length;
  const sizeMax = changes.reduce((most, change) => {
    const end = change.kind === "write" ? change.at + change.bytes.length : change.size;
    return Math.max(most, end);
  }, size);
  const content = Buffer.alloc(sizeMax);
  synced.copy(content);
  for (const change of changes) {
    if (change.kind === "truncate") {
      // What is cut off does not come back when the file grows again.
      content.fill(0, Math.min(change.size, size), size);
      size = change.size;
      continue;
    }
    change.bytes.copy(content, change.at);
    size = Math.max(size, change.at + change.bytes.length);
  }
  return content.subarray(0, size);
}
