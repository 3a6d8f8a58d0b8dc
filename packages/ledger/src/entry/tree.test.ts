import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex, toHex } from "./cbor.ts";
import { entryHash } from "./hash.ts";
import { emptyTree, grow, hashByPath, pathOf, treeHash } from "./tree.ts";

/** The leaves and tree hashes that implementations of RFC 6962 are tested with. */
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"].map(fromHex);
const hashes = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
];

test("entries are leaves of the tree of RFC 6962", () => {
  expect(toHex(treeHash(emptyTree))).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  let tree = emptyTree;
  for (const [at, leaf] of leaves.entries()) {
    tree = grow(tree, entryHash(leaf));
    expect(toHex(treeHash(tree))).toBe(hashes[at]);
  }
});

test("a path leads from every entry to the tree hash, and from no other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, which, bit) => {
      const all = Array.from({ length: size }, (_, at) => entryHash(Uint8Array.of(at)));
      const root = toHex(treeHash(all.reduce(grow, emptyTree)));
      const seq = (which % size) + 1;
      const path = pathOf(all, seq);
      const leaf = all[seq - 1] ?? new Uint8Array(32);
      const found = hashByPath(leaf, { seq, size }, path);
      expect(found && toHex(found)).toBe(root);
      const wrong = leaf.with(bit % 32, (leaf[bit % 32] ?? 0) ^ 1);
      expect(toHex(hashByPath(wrong, { seq, size }, path) ?? leaf)).not.toBe(root);
      expect(hashByPath(leaf, { seq, size }, [...path, leaf])).toBeUndefined();
      if (path.length > 0) expect(hashByPath(leaf, { seq, size }, path.slice(1))).toBeUndefined();
    }),
  );
});
