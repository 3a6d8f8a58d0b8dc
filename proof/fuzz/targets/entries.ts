/**
 * Entries of a ledger file: bytes in any form but the one encoding are refused, and no change of an
 * entry within a chain goes unseen.
 */

import { createHash } from "node:crypto";
import { smallBuilding } from "../../../apps/gateway/src/api/testing/small-building.ts";
import { decodeEntry } from "../../../packages/ledger/src/entry/envelope.ts";
import { beginCheck, verifyChain } from "../../../packages/ledger/src/entry/verify.ts";
import type { FuzzRandom } from "../draw/random.ts";
import { hexOf, spoilBytes } from "../draw/spoil-bytes.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";
import { canonicalFault } from "./ledger/own-cbor.ts";

type Decode = typeof decodeEntry;

export const entriesTarget: FuzzTarget = entriesTargetOf(decodeEntry);

/** The target over another reader, to see the oracle at work. */
export function entriesTargetOf(decode: Decode): FuzzTarget {
  return {
    batchCases: 1_000_000,
    prepare: async () => {
      const rig = await smallBuilding();
      const chain = (await rig.ledger.entries(1, 60)).map(({ bytes }) => bytes);
      await rig.close();
      return {
        draw: (random) => {
          const at = random.below(chain.length - 1);
          const bytes = drawEntry(random, chain[at] ?? new Uint8Array(0));
          return { show: () => hexOf(bytes), judge: () => judgeEntry(chain, at, bytes, decode) };
        },
      };
    },
  };
}

/** Bytes that stand for the same in another form, and bytes that were hurt. */
function drawEntry(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  if (random.once(8)) return bytes;
  const spoilt = spoilBytes(random, bytes);
  return random.once(3) ? spoilBytes(random, spoilt) : spoilt;
}

function judgeEntry(
  chain: readonly Uint8Array[],
  at: number,
  bytes: Uint8Array,
  decode: Decode,
): Verdict {
  const good = chain[at] ?? new Uint8Array(0);
  const isSame = Buffer.compare(good, bytes) === 0;
  const decoded = decode(bytes);
  if (!decoded.ok) return isSame ? broken("invented", "A good entry is refused.") : refused;
  const fault = canonicalFault(bytes);
  if (fault !== undefined)
    return broken("invented", `Taken, though it is not canonical: ${fault}.`);
  const next = chain[at + 1] ?? new Uint8Array(0);
  const before = at === 0 ? new Uint8Array(32) : hashOf(chain[at - 1] ?? good);
  const pair = [
    { seq: at + 1, bytes },
    { seq: at + 2, bytes: next },
  ];
  const { ok } = verifyChain(pair, beginCheck(at, before));
  if (ok !== isSame) return broken("invented", "A changed entry stands in a chain that verifies.");
  return isSame ? accepted : refused;
}

/** SHA-256 of a zero byte and the entry (RFC 6962 §2.1). */
function hashOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(Uint8Array.of(0)).update(bytes).digest());
}
