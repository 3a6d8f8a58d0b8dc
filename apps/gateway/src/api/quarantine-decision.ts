/**
 * POST /channels/:channelNo/quarantine/…: a person releases or discards what waits, or says that the
 * counter passed its maximum. One batch; a refusal leaves everything as it was.
 */

import type { QuarantineAnswer, QuarantineDecision } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import type { SourceNo } from "@mega/domain";
import { installedChannel, shownSources } from "@mega/figures";
import type { LedgerEvent, LedgerView, OpenQuarantine } from "@mega/ledger";
import { firstOutOfLine } from "../quarantine/between-accepted.ts";
import { releaseEvents, settle } from "../quarantine/settle.ts";
import { fits, isShownNow, mayRollOver, waitingOf } from "../quarantine/waiting.ts";
import type { ApiContext } from "./api-context.ts";
import { appended } from "./appended.ts";
import { confirmed } from "./channel-path.ts";

/** What a person decides. */
export type DecisionKind = "release" | "discard" | "rollover";

/** Readings decided at once, each an entry; the answer says how many of the source still wait. */
const DECIDED_MAX = 4000;
/** Readings of a source that are asked for at once; the ledger takes no more. */
const READINGS_MAX = 100_000;

/** A decision and who took it. */
interface DecidedBy {
  readonly kind: DecisionKind;
  readonly decision: QuarantineDecision;
  /** The ledger's pseudonym of the person. */
  readonly actor: string;
}

/** Decides on the waiting readings of a source, up to an entry. */
export async function decideWaiting(
  context: ApiContext,
  channelNo: number,
  { kind, decision, actor }: DecidedBy,
): Promise<QuarantineAnswer> {
  installedChannel(context, channelNo);
  confirmed(channelNo, decision.confirmChannelNo);
  const { ledger, runner } = context;
  return runner.betweenRounds(async () => {
    const view = ledger.snapshot();
    const readings = waitingUpTo(view, channelNo, decision);
    const events = eventsOf(view, kind, decision, readings);
    if (kind === "release") await refuseOutOfLine(context, view, readings);
    const entries = await appended(ledger, events, actor);
    const after = ledger.snapshot();
    return {
      channelNo,
      sourceNo: decision.sourceNo,
      decided: events.filter((event) => event.kind.startsWith("quarantine-")).length,
      waiting: waitingOf(after, decision.sourceNo).length,
      seq: entries.at(-1)?.seq ?? after.head.seq,
    };
  });
}

/** The readings a decision is about, the oldest of them where there are many. */
function waitingUpTo(
  view: LedgerView,
  channelNo: number,
  { sourceNo, upToSeq }: QuarantineDecision,
): readonly OpenQuarantine[] {
  const shown = new Set<SourceNo>([
    ...shownSources(view, channelNo, 1),
    ...shownSources(view, channelNo, 2),
  ]);
  if (!shown.has(sourceNo)) {
    const allowed = `a source of channel ${channelNo}: ${[...shown].join(", ") || "none yet"}`;
    throw fieldProblem({ pointer: "/sourceNo", value: sourceNo, allowed });
  }
  const readings = waitingOf(view, sourceNo).filter(({ seq }) => seq <= upToSeq);
  if (readings.length === 0) {
    throw fieldProblem({
      pointer: "/upToSeq",
      value: upToSeq,
      allowed: "the entry of a reading that waits, or a later one",
      code: "not-waiting",
      error: "CONFLICT",
    });
  }
  return readings.slice(0, DECIDED_MAX);
}

function eventsOf(
  view: LedgerView,
  kind: DecisionKind,
  { sourceNo, why }: QuarantineDecision,
  readings: readonly OpenQuarantine[],
): readonly LedgerEvent[] {
  if (kind !== "discard" && !isShownNow(view, sourceNo)) {
    throw notSo(kind, "a meter that was exchanged", "discard: the exchange says where it ended");
  }
  if (kind === "release") return releasesOf(view, readings, why);
  if (kind === "rollover") return rolloverOf(view, sourceNo, readings, why);
  return readings.map(({ seq }) => ({ kind: "quarantine-discarded", seq, sourceNo, why }));
}

/** Another serial number is another meter, and a count that fell needs what explains it. */
function releasesOf(
  view: LedgerView,
  readings: readonly OpenQuarantine[],
  why: string,
): readonly LedgerEvent[] {
  for (const reading of readings) {
    if (fits(reading, view.standings.get(reading.sourceNo)?.latest ?? null)) continue;
    throw notSo("release", reading.reason, "discard, or record the exchange or the rollover first");
  }
  return releaseEvents(readings, why);
}

/** A reading that the meter itself went below since is none of its own. */
async function refuseOutOfLine(
  { ledger }: ApiContext,
  view: LedgerView,
  readings: readonly OpenQuarantine[],
): Promise<void> {
  const [first] = readings;
  const latest = first && view.standings.get(first.sourceNo)?.latest;
  if (first === undefined || !latest || first.takenAtMs > latest.takenAtMs) return;
  const { sourceNo, takenAtMs } = first;
  const toMs = latest.takenAtMs + 1;
  const { before } = await ledger.readingsAround(sourceNo, takenAtMs);
  const stored = await ledger.readingsBetween(sourceNo, takenAtMs + 1, toMs, READINGS_MAX);
  const between = stored.flatMap(({ status, count, takenAtMs: atMs, seq }) =>
    status === "accepted" && count !== null ? [{ takenAtMs: atMs, count, seq }] : [],
  );
  const accepted = before === undefined ? between : [before, ...between];
  const wrong = firstOutOfLine(view, readings, accepted);
  if (wrong === undefined) return;
  throw notSo("release", `${wrong.count} steps`, "discard: accepted readings beside it say less");
}

function rolloverOf(
  view: LedgerView,
  sourceNo: SourceNo,
  readings: readonly OpenQuarantine[],
  why: string,
): readonly LedgerEvent[] {
  const source = view.sources.get(sourceNo);
  const latest = view.standings.get(sourceNo)?.latest ?? null;
  const [first] = readings;
  const possible =
    source !== undefined && first !== undefined && mayRollOver({ source, latest, readings });
  if (!possible || latest === null) {
    throw notSo(
      "rollover",
      first?.reason ?? "nothing",
      "a reading that waits as a possible rollover",
    );
  }
  const { takenAtMs, count } = first;
  const rolled: LedgerEvent = {
    kind: "counter-rolled-over",
    sourceNo,
    atMs: takenAtMs,
    lastCount: latest.count,
    firstCount: count,
    why,
  };
  return [rolled, ...releaseEvents(settle(source, first, readings).released, why)];
}

function notSo(action: string, reason: string, allowed: string): Error {
  return fieldProblem({
    pointer: "/sourceNo",
    value: `${action} of ${reason}`,
    allowed,
    error: "CONFLICT",
  });
}
