/** GET /channels/:channelNo/exchange-preview: what an exchange would change, before it is recorded. */

import type { ExchangePreview, ExchangePreviewQuery, ExchangeRequest } from "@mega/contract";
import {
  billingDecimals,
  decimalText,
  indexOfCount,
  type Source,
  type TimedCount,
  toUtcString,
} from "@mega/domain";
import { exchangeFigures } from "@mega/figures";
import type { LedgerView } from "@mega/ledger";
import { readingsAsIf, viewAsIf } from "../exchanges/as-if.ts";
import type { ExchangePlan } from "../exchanges/exchange-plan.ts";
import { exchangeWindow, suggestedMs } from "../exchanges/exchange-time.ts";
import { channelsOf, type MeterCounter } from "../exchanges/exchanged-counters.ts";
import type { ApiContext } from "./api-context.ts";
import { aboutOf, exchangeable, plannedExchange } from "./planned-exchange.ts";

/** The preview; figures only where time and indexes are given. */
export async function exchangePreview(
  context: ApiContext,
  channelNo: number,
  query: ExchangePreviewQuery,
): Promise<ExchangePreview> {
  const { ledger, clock, installation } = context;
  const { kind = "exchanged", at, serialNumber = null } = query;
  const view = ledger.snapshot();
  const all = exchangeable(context, view, channelNo);
  const typed = typedOf(query);
  const counters = aboutOf(kind, all, typed);
  const window = exchangeWindow(view, counters, clock.nowMs());
  const asked = { kind, serialNumber, counters: typed, why: "preview", pointer: "/query/at" };
  const plan =
    typed.length === 0 || at === undefined
      ? undefined
      : await plannedExchange(context, channelNo, { ...asked, at });
  return {
    channelNo,
    name: installation.channels.find((one) => one.channelNo === channelNo)?.name ?? "",
    channels: channelsOf(view, counters),
    after: window.afterMs === null ? null : toUtcString(window.afterMs),
    until: toUtcString(window.untilMs),
    suggestedAt: toUtcString(suggestedMs(window)),
    oldSerialNumber: counters[0]?.source.serialNumber ?? null,
    newSerialNumber: await newSerialNumber(context, counters),
    counters: counters.flatMap(counterPreview),
    figures: plan === undefined ? [] : await figuresOf(context, view, channelNo, plan),
    accepted: plan?.counted.length ?? 0,
    left: plan?.left ?? 0,
    nextSeq: view.head.seq + 1,
  };
}

function figuresOf(
  { ledger, clock, installation }: ApiContext,
  view: LedgerView,
  channelNo: number,
  plan: ExchangePlan & { readonly atMs: number },
): Promise<ExchangePreview["figures"]> {
  const asked = {
    readings: readingsAsIf(ledger, plan),
    view: viewAsIf(view, plan),
    channelNo,
    atMs: plan.atMs,
    timeZone: installation.timeZone,
    nowMs: clock.nowMs(),
  };
  return exchangeFigures(asked, [1, 2]);
}

/** "import:9471.200:0.000,export:…" as the body has it. */
function typedOf({ counters }: ExchangePreviewQuery): ExchangeRequest["counters"] {
  return (counters?.split(",") ?? []).map((text) => {
    const [counterId = "", oldEnd = "", newStart = ""] = text.split(":");
    return { counterId, oldEnd, newStart };
  });
}

/** The serial number that the newest waiting reading came with. */
async function newSerialNumber(
  { ledger }: ApiContext,
  counters: readonly MeterCounter[],
): Promise<string | null> {
  for (const { source, waiting } of counters) {
    const last = waiting.findLast(({ reason }) => reason === "serial-changed");
    if (last === undefined) continue;
    const evidence = await ledger.readingEvidence(source.sourceNo, last.seq);
    if (evidence?.serialNumber) return evidence.serialNumber;
  }
  return null;
}

function counterPreview(counter: MeterCounter): ExchangePreview["counters"] {
  const { counterId, source, latest, waiting } = counter;
  if (latest === null) return [];
  const first = waiting.find(({ takenAtMs }) => takenAtMs > latest.takenAtMs);
  return [
    {
      counterId,
      unit: source.unit,
      decimals: billingDecimals(source),
      latest: readingOf(source, latest),
      firstWaiting: first === undefined ? null : readingOf(source, first),
      lastWaiting: first === undefined ? null : readingOf(source, waiting.at(-1) ?? first),
    },
  ];
}

function readingOf(source: Source, { count, takenAtMs }: TimedCount) {
  const index = decimalText(indexOfCount(source, count));
  return { index, takenAt: toUtcString(takenAtMs) };
}
