/**
 * Whose months may say something else by what was decided before the gateway was started: a power cut
 * between a decision and the round behind it leaves a closed month as it was, and nobody else knows.
 */

import type { ChannelNo, SourceNo } from "@mega/domain";
import { decodeEntry, type LedgerFact, type LedgerHost, readFact } from "@mega/ledger";
import { channelsShowing } from "./decided-channels.ts";

/** Rounds looked behind: months are closed after each, and tried again after the next. A week. */
const ROUNDS_MAX = 168;
/** Entries looked at, for one decision may be thousands of them. */
const ENTRIES_MAX = 10_000;
/** Entries read at once. */
const PAGE = 64;

/** The channels that the newest entries decided something about. */
export async function decidedLately(
  ledger: Pick<LedgerHost, "entries" | "snapshot">,
): Promise<ReadonlySet<ChannelNo>> {
  const { head, bindings } = ledger.snapshot();
  const oldest = Math.max(1, head.seq - ENTRIES_MAX + 1);
  const sources = new Set<SourceNo>();
  let rounds = 0;
  for (let next = head.seq; next >= oldest && rounds < ROUNDS_MAX; ) {
    const from = Math.max(oldest, next - PAGE + 1);
    for (const { bytes } of await ledger.entries(from, next - from + 1)) {
      const decoded = decodeEntry(bytes);
      if (!decoded.ok) continue;
      if (decoded.envelope.kind === "RoundTaken") {
        rounds += 1;
        continue;
      }
      const decided = decidedBy(readFact(decoded.envelope, () => undefined));
      if (decided === "all") return new Set(bindings.keys());
      for (const sourceNo of decided) sources.add(sourceNo);
    }
    next = from - 1;
  }
  return channelsShowing({ bindings }, sources);
}

/** The sources that an entry decides about; a corrected reading may lie under any month. */
function decidedBy(fact: LedgerFact | undefined): readonly SourceNo[] | "all" {
  switch (fact?.kind) {
    case "QuarantineReleased":
    case "QuarantineDiscarded":
    case "CounterRolledOver":
    case "IndexFixed":
      return [fact.sourceNo];
    case "MeterReplaced":
      return [fact.oldSourceNo, fact.newSourceNo];
    case "ReadingCorrected":
      return "all";
    default:
      return [];
  }
}
