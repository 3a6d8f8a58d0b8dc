/** GET /quarantine: what waits, by source, in the order in which it began to wait. */

import type { QuarantineList, WaitingReading } from "@mega/contract";
import { decimalText, indexOfCount, type Source, toUtcString } from "@mega/domain";
import type { OpenQuarantine } from "@mega/ledger";
import { actionsFor, type WaitingSource, waitingSources } from "../quarantine/waiting.ts";
import type { ApiContext } from "./api-context.ts";

/** Sources in an answer. */
const SOURCES_MAX = 512;

/** What waits at the head of the ledger. */
export async function quarantineList(context: ApiContext): Promise<QuarantineList> {
  const { ledger, clock, installation } = context;
  const found = waitingSources(ledger.snapshot(), installation.channels).slice(0, SOURCES_MAX);
  const sources: QuarantineList["sources"] = [];
  for (const waiting of found) sources.push(...(await quarantinedSource(context, waiting)));
  return {
    generatedAt: toUtcString(clock.nowMs()),
    timeZone: installation.timeZone,
    sources,
  };
}

async function quarantinedSource(
  context: ApiContext,
  waiting: WaitingSource,
): Promise<QuarantineList["sources"]> {
  const { source, channels, latest, readings } = waiting;
  const [first] = readings;
  const last = readings.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    {
      sourceNo: source.sourceNo,
      channels: [...channels],
      meterId: source.meterId,
      counterId: source.counterId,
      unit: source.unit,
      serialNumber: source.serialNumber,
      lastAccepted:
        latest === null
          ? null
          : {
              index: decimalText(indexOfCount(source, latest.count)),
              takenAt: toUtcString(latest.takenAtMs),
            },
      readings: readings.length,
      first: await waitingReading(context, source, first),
      last: await waitingReading(context, source, last),
      actions: [...actionsFor(waiting)],
    },
  ];
}

async function waitingReading(
  { ledger }: ApiContext,
  source: Source,
  { seq, takenAtMs, count, reason }: OpenQuarantine,
): Promise<WaitingReading> {
  const evidence = await ledger.readingEvidence(source.sourceNo, seq);
  return {
    takenAt: toUtcString(takenAtMs),
    index: decimalText(indexOfCount(source, count)),
    serialNumber: evidence?.serialNumber ?? null,
    reason,
    seq,
  };
}
