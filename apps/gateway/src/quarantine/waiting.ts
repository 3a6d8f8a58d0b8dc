/** The readings that wait, by source, and who shows them. Pure. */

import type { QuarantineAction } from "@mega/contract";
import type { CounterNo, Source, SourceNo } from "@mega/domain";
import { shownSources } from "@mega/figures";
import type { InstalledChannel } from "@mega/installation";
import {
  type LatestReading,
  type LedgerView,
  type OpenQuarantine,
  waitingBySource,
} from "@mega/ledger";

/** A counter of a channel that shows a source, or showed it until an exchange. */
interface ShowingChannel {
  readonly channelNo: number;
  readonly name: string;
  readonly counterNo: CounterNo;
}

/** A source with readings that wait. */
export interface WaitingSource {
  readonly source: Source;
  readonly channels: readonly ShowingChannel[];
  /** Whether a channel shows it now; false once its meter was exchanged. */
  readonly isCurrent: boolean;
  readonly latest: LatestReading | null;
  /** Oldest first, not empty. */
  readonly readings: readonly OpenQuarantine[];
}

const counterNos: readonly CounterNo[] = [1, 2];

/** Every source with waiting readings that a channel shows; the longest waiting first. */
export function waitingSources(
  view: LedgerView,
  channels: readonly InstalledChannel[],
): readonly WaitingSource[] {
  const found = [...waitingBySource(view).keys()].flatMap((sourceNo): WaitingSource[] => {
    const source = view.sources.get(sourceNo);
    const showing = channelsShowing(view, channels, sourceNo);
    if (source === undefined || showing.length === 0) return [];
    const latest = view.standings.get(sourceNo)?.latest ?? null;
    const isCurrent = isShownNow(view, sourceNo);
    const readings = waitingOf(view, sourceNo);
    return [{ source, channels: showing, isCurrent, latest, readings }];
  });
  return found.sort((a, b) => sinceMs(a) - sinceMs(b));
}

/** Whether a channel shows the source now. An exchange has fixed where any other one ends. */
export function isShownNow(view: LedgerView, sourceNo: SourceNo): boolean {
  return [...view.bindings.values()].some((bindings) => {
    const shown = bindings.at(-1);
    return shown?.counter1 === sourceNo || shown?.counter2 === sourceNo;
  });
}

/** The source's waiting readings, oldest first. */
export function waitingOf(view: LedgerView, sourceNo: SourceNo): readonly OpenQuarantine[] {
  const all = waitingBySource(view).get(sourceNo) ?? [];
  return all.toSorted((a, b) => a.takenAtMs - b.takenAtMs || a.seq - b.seq);
}

function sinceMs({ readings }: WaitingSource): number {
  return readings[0]?.takenAtMs ?? 0;
}

function channelsShowing(
  view: LedgerView,
  channels: readonly InstalledChannel[],
  sourceNo: SourceNo,
): readonly ShowingChannel[] {
  return channels.flatMap(({ channelNo, name }) =>
    counterNos
      .filter((counterNo) => shownSources(view, channelNo, counterNo).includes(sourceNo))
      .map((counterNo) => ({ channelNo, name, counterNo })),
  );
}

/** What a person may do about them; the ledger has the last word. */
export function actionsFor(waiting: WaitingSource): readonly QuarantineAction[] {
  const actions: QuarantineAction[] = [];
  if (mayRelease(waiting)) actions.push("release");
  actions.push("discard");
  if (waiting.isCurrent && waiting.latest !== null) actions.push("exchange");
  if (waiting.isCurrent && mayRollOver(waiting)) actions.push("rollover");
  return actions;
}

function mayRelease({ isCurrent, latest, readings }: WaitingSource): boolean {
  return isCurrent && readings.every((reading) => fits(reading, latest));
}

/**
 * Whether a waiting reading can count beside the last accepted one. Another serial number is another
 * meter, whose count never continues the one before; a fall needs what explains it.
 */
export function fits(reading: OpenQuarantine, latest: LatestReading | null): boolean {
  const { reason, count, takenAtMs } = reading;
  if (reason === "serial-changed") return false;
  if (latest === null) return true;
  if (takenAtMs >= latest.takenAtMs) return count >= latest.count;
  return reason === "rose-beyond-rating" && count <= latest.count;
}

/** Whether the oldest one may be the first count after the declared maximum. */
export function mayRollOver(
  waiting: Pick<WaitingSource, "source" | "latest" | "readings">,
): boolean {
  const { source, latest, readings } = waiting;
  const [first] = readings;
  return (
    source.rolloverCount !== null &&
    latest !== null &&
    first?.reason === "possible-rollover" &&
    first.takenAtMs > latest.takenAtMs &&
    first.count < latest.count
  );
}
