/**
 * The entries as leaves of a hash tree (RFC 6962 §2.1). Its hash fixes all of them, like the hash of
 * the last entry does; but a path of a few hashes leads from one entry to it, so that one can be
 * proven without showing another.
 *
 *        tree hash          Path of entry 3 of 5: hash of 4, node of 1–2, hash of 5.
 *        ├─ ┬─ ┬─ 1
 *        │  │  └─ 2
 *        │  └─ ┬─ 3
 *        │     └─ 4
 *        └─ 5
 */

import { emptyTreeHash, nodeHash } from "./hash.ts";

/** A tree as far as it is needed to grow: the hashes of its full subtrees, largest first. */
export interface Tree {
  readonly size: number;
  readonly subtrees: readonly Uint8Array[];
}

/** The tree without entries. */
export const emptyTree: Tree = { size: 0, subtrees: [] };

/** The tree with one more entry behind the others. */
export function grow(tree: Tree, entryHash: Uint8Array): Tree {
  const subtrees = [...tree.subtrees];
  let hash = entryHash;
  // A subtree of the same size stands before the new one for every low bit that is set.
  for (let size = tree.size; size % 2 === 1; size = Math.floor(size / 2)) {
    hash = nodeHash(subtrees.pop() ?? hash, hash);
  }
  return { size: tree.size + 1, subtrees: [...subtrees, hash] };
}

/** The tree hash, 32 bytes. */
export function treeHash(tree: Tree): Uint8Array {
  return tree.subtrees.length === 0
    ? emptyTreeHash()
    : tree.subtrees.reduceRight((right, left) => nodeHash(left, right));
}

/** The path from an entry to the tree hash, nearest first. Entry hashes begin with that of seq 1. */
export function pathOf(entryHashes: readonly Uint8Array[], seq: number): readonly Uint8Array[] {
  const path: Uint8Array[] = [];
  let from = 0;
  let to = entryHashes.length;
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    const inLeft = seq - 1 < middle;
    path.unshift(hashOf(inLeft ? entryHashes.slice(middle, to) : entryHashes.slice(from, middle)));
    if (inLeft) to = middle;
    else from = middle;
  }
  return path;
}

/** The tree hash a path leads to; undefined when the path is too long or too short. */
export function hashByPath(
  entryHash: Uint8Array,
  { seq, size }: { readonly seq: number; readonly size: number },
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (seq < 1 || seq > size) return undefined;
  let hash = entryHash;
  let position = seq - 1;
  let last = size - 1;
  let used = 0;
  for (; last > 0; position = Math.floor(position / 2), last = Math.floor(last / 2)) {
    // Without a neighbour to the right the hash moves up as it is.
    if (position % 2 === 0 && position === last) continue;
    const neighbour = path[used++];
    if (neighbour === undefined) return undefined;
    hash = position % 2 === 1 ? nodeHash(neighbour, hash) : nodeHash(hash, neighbour);
  }
  return used === path.length ? hash : undefined;
}

function hashOf(entryHashes: readonly Uint8Array[]): Uint8Array {
  return treeHash(entryHashes.reduce(grow, emptyTree));
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
