/** A ledger that grows by rounds, for tests of the upload. */

import type { Clock } from "@mega/domain";
import { inlineLedgerHost, type LedgerHost } from "@mega/ledger";
import {
  acceptedItem,
  firstDueAtMs,
  testRound,
  testSource,
} from "../../../../../packages/ledger/src/contract/test-events.ts";

const HOUR_MS = 3_600_000;

/** A ledger with rounds to come. */
export interface UploadingLedger {
  readonly ledger: LedgerHost;
  /** Takes so many rounds more. */
  rounds(count: number): Promise<void>;
}

/** Its first round is that of 2026-05-01 00:02 in Brussels. */
export async function uploadingLedger(
  clock: Clock,
  sources = 2,
  path = ":memory:",
): Promise<UploadingLedger> {
  const ledger = await inlineLedgerHost({ path, clock });
  const sourceNos = Array.from({ length: sources }, (_, index) => index + 1);
  await ledger.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    ...sourceNos.map((no) => ({ kind: "source-declared" as const, source: testSource(no) })),
  ]);
  let hour = 0;
  return {
    ledger,
    async rounds(count) {
      for (const until = hour + count; hour < until; hour += 1) {
        const takenAtMs = firstDueAtMs + hour * HOUR_MS;
        const items = sourceNos.map((no) => acceptedItem(no, takenAtMs + no, 1000 * no + hour));
        const outcome = await ledger.append([testRound(hour, items)]);
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
      }
    },
  };
}
