/** Whether the newest period of a channel can be taken back, and what keeps it. Pure. */

import type { CounterNo } from "@mega/domain";
import { shownSources } from "@mega/figures";
import type { LedgerView, TenancyRecord } from "@mega/ledger";

/** For so long after it was recorded a period can be taken back. */
const UNDO_WITHIN_MS = 24 * 3_600_000;

/** A document that somebody was sent, such as a statement. */
export interface IssuedDocument {
  readonly channelNo: number;
  readonly issuedAtMs: number;
}

/** What keeps a period that could otherwise be taken back. */
type KeptBecause = "issued" | "exchange-since";

/** A period that was started, with the one that would go on. */
export interface StartedPeriod {
  readonly tenancy: TenancyRecord;
  readonly resumed: TenancyRecord;
  readonly untilMs: number;
  /** Null when it can be taken back. */
  readonly kept: KeptBecause | null;
}

const counterNos: readonly CounterNo[] = [1, 2];

/**
 * The newest period of the channel while it can still be taken back; undefined where there is none.
 * @param issued documents issued about the channels, of whatever time
 */
export function startedPeriod(
  view: LedgerView,
  channelNo: number,
  nowMs: number,
  issued: readonly IssuedDocument[],
): StartedPeriod | undefined {
  const [resumed, tenancy] = view.tenancies.get(channelNo)?.slice(-2) ?? [];
  if (resumed === undefined || tenancy === undefined || tenancy.endedAtMs !== null)
    return undefined;
  if (resumed.endedAtMs !== tenancy.startedAtMs) return undefined;
  const untilMs = tenancy.recordedAtMs + UNDO_WITHIN_MS;
  if (nowMs >= untilMs) return undefined;
  return { tenancy, resumed, untilMs, kept: keptBecause(view, tenancy, issued) };
}

function keptBecause(
  view: LedgerView,
  { channelNo, startedSeq, recordedAtMs }: TenancyRecord,
  issued: readonly IssuedDocument[],
): KeptBecause | null {
  const isIssued = issued.some(
    (document) => document.channelNo === channelNo && document.issuedAtMs >= recordedAtMs,
  );
  if (isIssued) return "issued";
  const shown = new Set(counterNos.flatMap((no) => shownSources(view, channelNo, no)));
  const isExchanged = view.exchanges.some(
    ({ seq, oldSourceNo }) => seq > startedSeq && shown.has(oldSourceNo),
  );
  return isExchanged ? "exchange-since" : null;
}
