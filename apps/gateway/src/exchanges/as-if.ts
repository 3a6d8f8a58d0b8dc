/**
 * The ledger as it would stand once an exchange is recorded, as far as a month needs to know it: so a
 * preview asks the one function that computes months, and never differs from what is closed later.
 */

import type { Source, SourceNo } from "@mega/domain";
import type { AcceptedReading, LedgerHost, LedgerView, ReadingsAround } from "@mega/ledger";
import type { CountedReading, ExchangePlan } from "./exchange-plan.ts";

/** The view with what the plan declares, binds and replaces; waiting readings are left out. */
export function viewAsIf(view: LedgerView, { events, counted }: ExchangePlan): LedgerView {
  const sources = new Map<SourceNo, Source>(view.sources);
  const bindings = new Map(view.bindings);
  const standings = new Map(view.standings);
  const exchanges = [...view.exchanges];
  const { seq } = view.head;
  const latest = (sourceNo: SourceNo, takenAtMs: number, count: number) =>
    standings.set(sourceNo, { latest: { takenAtMs, count, seq, mark: null }, lastOutcome: null });
  for (const event of events) {
    if (event.kind === "source-declared") sources.set(event.source.sourceNo, event.source);
    if (event.kind === "channel-bound") {
      const { channelNo } = event.binding;
      bindings.set(channelNo, [...(bindings.get(channelNo) ?? []), event.binding]);
    }
    if (event.kind === "meter-replaced") {
      exchanges.push({ ...event, seq });
      latest(event.newSourceNo, event.atMs, event.newStartCount);
    }
  }
  for (const { sourceNo, takenAtMs, count } of counted) latest(sourceNo, takenAtMs, count);
  return { ...view, sources, bindings, standings, exchanges, quarantines: new Map() };
}

/** The accepted readings as if the plan's readings were among them. */
export function readingsAsIf(
  ledger: Pick<LedgerHost, "readingsAround">,
  { counted }: ExchangePlan,
): Pick<LedgerHost, "readingsAround"> {
  return {
    async readingsAround(sourceNo, atMs) {
      const own = counted.filter((reading) => reading.sourceNo === sourceNo).map(accepted);
      const stored = await ledger.readingsAround(sourceNo, atMs);
      const all = [stored.before, stored.after, ...own]
        .filter((reading) => reading !== undefined)
        .sort((a, b) => a.takenAtMs - b.takenAtMs);
      const before = all.findLast(({ takenAtMs }) => takenAtMs <= atMs);
      const after = all.find(({ takenAtMs }) => takenAtMs > atMs);
      const around: ReadingsAround = {
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      };
      return around;
    },
  };
}

function accepted({ sourceNo, takenAtMs, count }: CountedReading): AcceptedReading {
  const undecided = { mark: null, reason: null, decidedBy: null, clockState: "S" } as const;
  return { sourceNo, takenAtMs, count, seq: 0, status: "accepted", ...undecided };
}
