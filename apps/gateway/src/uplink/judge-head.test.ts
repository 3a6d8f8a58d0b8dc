import type { MirrorHead } from "@mega/uplink";
import { expect, test } from "vitest";
import { judgeHead } from "./judge-head.ts";

const own = { ledgerId: "aa".repeat(16), generation: 2, headSeq: 10 };
const hash = "11".repeat(32);
const other = "22".repeat(32);
const head = (part: Partial<MirrorHead>): MirrorHead => {
  return { ledgerId: own.ledgerId, generation: 2, headSeq: 7, headHash: hash, ...part };
};

test.each<readonly [string, MirrorHead | null, string | null, string]>([
  ["nothing yet", null, null, "has 0"],
  ["an empty ledger", head({ headSeq: 0, headHash: null }), null, "has 0"],
  ["our entry", head({}), hash, "has 7"],
  ["our newest entry", head({ headSeq: 10 }), hash, "has 10"],
  ["entries of the generation before", head({ generation: 1 }), hash, "has 7"],
  ["another entry of that number", head({ headHash: other }), hash, "forked"],
  ["an entry without a hash", head({ headHash: null }), hash, "forked"],
  ["a hash of no entry", head({ headSeq: 0 }), null, "forked"],
  ["an entry that cannot be read here", head({}), null, "forked"],
  ["more than was ever written", head({ headSeq: 11 }), null, "ahead"],
  ["another ledger", head({ ledgerId: "bb".repeat(16) }), hash, "other-ledger"],
  ["a later generation", head({ generation: 3 }), hash, "replaced"],
])("a server that has %s is judged so", (_, said, ownHash, expected) => {
  const verdict = judgeHead(said, own, ownHash);
  expect(verdict.kind === "has" ? `has ${verdict.seq}` : verdict.refusal.reason).toBe(expected);
});

test("a fork is told with the entry and both hashes", () => {
  expect(judgeHead(head({ headHash: other }), own, hash)).toEqual({
    kind: "refused",
    refusal: { reason: "forked", seq: 7, ownHash: hash, serverHash: other },
  });
});
