/**
 * Generations of a ledger: one for each box that wrote it. A step to the next one is told by the entry
 * LedgerContinued and by nothing else, so that a box that was replaced cannot go on unseen.
 */

import { bodyShapes } from "./body-shapes.ts";
import { sameBytes } from "./cbor.ts";
import type { Envelope } from "./envelope.ts";
import type { LedgerFact } from "./facts.ts";
import { pick } from "./shape.ts";

type Continued = Extract<LedgerFact, { kind: "LedgerContinued" }>;

/**
 * What is wrong with the generation of an entry; undefined when nothing is. Its place in the chain is
 * checked before.
 *
 * @param before Generation of the entry before it; 0 when it is the first, or not known
 */
export function generationFault(before: number, envelope: Envelope): string | undefined {
  const { generation, kind } = envelope;
  if (kind === "LedgerContinued") return continuationFault(before, envelope);
  if (before === 0 || generation === before) return undefined;
  if (generation < before) return `generation ${generation} after ${before}`;
  return `generation ${generation} begins without LedgerContinued`;
}

function continuationFault(before: number, envelope: Envelope): string | undefined {
  const { generation, seq, prevHash, bootId } = envelope;
  if (generation <= before) return `generation ${generation} goes on from ${before}`;
  // What a later version says besides is not ours to check.
  if (envelope.kindVersion !== 1) return undefined;
  const fact = pick(envelope.body, bodyShapes.LedgerContinued) as unknown as Continued | undefined;
  if (fact === undefined) return "LedgerContinued has another body";
  const fits =
    fact.toGeneration === generation &&
    fact.fromGeneration >= 1 &&
    fact.fromGeneration < generation &&
    (before === 0 || fact.fromGeneration === before) &&
    seq > 1 &&
    fact.headSeq === seq - 1 &&
    sameBytes(fact.headHash, prevHash) &&
    sameBytes(fact.bootId, bootId);
  return fits ? undefined : "LedgerContinued names another place than its own";
}
