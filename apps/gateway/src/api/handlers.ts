/** Which function answers which operation of the contract. */

import type {
  CountersQuery,
  CountersTable,
  CsvQuery,
  DocumentQuery,
  EnteredIndexQuery,
  EnteredIndexRequest,
  ExchangePreviewQuery,
  ExchangeRequest,
  NewPeriodRequest,
  PeriodPreviewQuery,
  QuarantineDecision,
  SeriesQuery,
  UndoRequest,
} from "@mega/contract";
import {
  channelDetail,
  channelSeries,
  ledgerHeadOf,
  type SeenFigures,
  tenantFigures,
  wholeFigures,
} from "@mega/figures";
import { EXPOSITION_TYPE } from "@mega/http";
import type { FastifyRequest } from "fastify";
import { hoursRuleOf } from "../access/limits/private-hours.ts";
import { eventFilter } from "../access/limits/tenant-events.ts";
import { limitsOf } from "../access/principal.ts";
import { gatewayCounters } from "../counters/gateway-counters.ts";
import { ChannelTurns } from "../periods/channel-turns.ts";
import { metricsText } from "../publish/metrics/metrics.ts";
import { accountHandlers } from "./account-handlers.ts";
import type { ApiContext } from "./api-context.ts";
import { busHandlers } from "./bus-handlers.ts";
import { busList } from "./bus-list.ts";
import { channelEvidence } from "./channel-evidence.ts";
import { checkHandlers } from "./checks.ts";
import { configurationHandlers } from "./configuration.ts";
import { configurationFileHandlers } from "./configuration-files.ts";
import { configurationPrint } from "./configuration-print.ts";
import { enteredIndexPreview, enterIndex } from "./entered-index.ts";
import { exchangePreview } from "./exchange-preview.ts";
import { recordExchange } from "./exchanges.ts";
import { exportCsvFile } from "./export-csv.ts";
import { exportDocument } from "./export-document.ts";
import { exportJsonFile } from "./export-json.ts";
import { gatewayInfo } from "./gateway-info.ts";
import { inputList } from "./input-list.ts";
import { mailHandlers } from "./mail.ts";
import { networkHandlers } from "./network.ts";
import { PeriodStarter } from "./new-period.ts";
import { periodPreview } from "./period-preview.ts";
import { profileList } from "./profile-list.ts";
import { type DecisionKind, decideWaiting } from "./quarantine-decision.ts";
import { quarantineList } from "./quarantine-list.ts";
import { recordedChange } from "./recorded-change.ts";
import { restoreHandlers } from "./restore.ts";
import { latestRound, readAll, readChannel } from "./rounds.ts";
import type { Handlers } from "./server.ts";
import { sessionHandlers } from "./session-handlers.ts";
import { undoableList, undoPeriod } from "./undo-period.ts";
import { uplinkHandlers } from "./uplink-handlers.ts";

/** A handler for every operation, over the running parts of the gateway. */
export function createHandlers(
  context: ApiContext,
  turns: ChannelTurns = new ChannelTurns(),
): Handlers {
  const { stream, clock, ledger, profiles, access } = context;
  const changed = (request: FastifyRequest, action: string) => {
    return { access, request, action, channelNo: channelNoOf(request) };
  };
  const decide = (kind: DecisionKind) => (request: FastifyRequest) =>
    recordedChange(changed(request, `quarantine-${kind}`), (actor) => {
      const decision = request.body as QuarantineDecision;
      return decideWaiting(context, channelNoOf(request), { kind, decision, actor });
    });
  const counters = gatewayCounters(context);
  const periods = new PeriodStarter(context, counters, turns);
  const seenBy = (request: FastifyRequest): SeenFigures => {
    const limits = limitsOf(request);
    const hoursOf = hoursRuleOf(context, request.principal);
    return limits === null
      ? wholeFigures(context, counters, hoursOf)
      : tenantFigures(context, counters, limits.grants, hoursOf);
  };
  const documentOf = (request: FastifyRequest) => {
    return { context, seen: seenBy(request), query: queryOf<DocumentQuery>(request) };
  };
  return {
    ...sessionHandlers(context),
    ...accountHandlers(context),
    gateway: (request) => gatewayInfo(context, limitsOf(request)),
    counters: (request) => tableOf(seenBy(request), queryOf<CountersQuery>(request)),
    channel: (request) =>
      channelDetail(context, seenBy(request), channelNoOf(request), (seen, channelNo) =>
        channelEvidence(context, seen, channelNo),
      ),
    series: (request) =>
      channelSeries(context, seenBy(request), channelNoOf(request), queryOf<SeriesQuery>(request)),
    readChannel: (request) => readChannel(context, channelNoOf(request)),
    readAll: () => readAll(context),
    latestRound: () => latestRound(context),
    periodPreview: (request) =>
      periodPreview(context, counters, channelNoOf(request), queryOf<PeriodPreviewQuery>(request)),
    newPeriod: (request) =>
      recordedChange(changed(request, "period-started"), (actor) =>
        periods.start(channelNoOf(request), request.body as NewPeriodRequest, actor),
      ),
    undoablePeriods: () => undoableList(context),
    undoPeriod: (request) =>
      recordedChange(changed(request, "period-undone"), (actor) =>
        undoPeriod(context, turns, channelNoOf(request), request.body as UndoRequest, actor),
      ),
    quarantine: () => quarantineList(context),
    releaseWaiting: decide("release"),
    discardWaiting: decide("discard"),
    rolloverWaiting: decide("rollover"),
    exchangePreview: (request) =>
      exchangePreview(context, channelNoOf(request), queryOf<ExchangePreviewQuery>(request)),
    recordExchange: (request) =>
      recordedChange(changed(request, "exchange-recorded"), (actor) =>
        recordExchange(context, channelNoOf(request), request.body as ExchangeRequest, actor),
      ),
    enteredIndex: (request) =>
      enteredIndexPreview(context, channelNoOf(request), queryOf<EnteredIndexQuery>(request)),
    enterIndex: (request) =>
      recordedChange(changed(request, "index-entered"), (actor) =>
        enterIndex(context, channelNoOf(request), request.body as EnteredIndexRequest, actor),
      ),
    exportJson: (request, reply) =>
      exportJsonFile(context, seenBy(request), queryOf<CountersQuery>(request), reply),
    exportCsv: (request, reply) =>
      exportCsvFile(context, seenBy(request), queryOf<CsvQuery>(request), reply),
    exportXlsx: (request, reply) => exportDocument("xlsx", documentOf(request), reply),
    exportPdf: (request, reply) => exportDocument("pdf", documentOf(request), reply),
    events: (request, reply) =>
      stream.connect(request, reply, eventFilter(access, clock, request.principal)),
    ledgerHead: () => ledgerHeadOf(ledger.snapshot()),
    profiles: () => profileList(profiles),
    buses: () => busList(context),
    ...busHandlers(context),
    ...configurationHandlers(context.desk),
    ...networkHandlers(context),
    ...checkHandlers(context),
    ...configurationFileHandlers(context),
    printConfiguration: configurationPrint(context),
    inputs: () => inputList(context),
    publishers: () => context.publishing.states(),
    publish: () => context.publishing.publishAll(),
    ...mailHandlers(context),
    ...uplinkHandlers(context),
    ...restoreHandlers(context),
    metrics: async (_request, reply) =>
      reply.type(EXPOSITION_TYPE).send(await metricsText(context)),
  };
}

function tableOf(seen: SeenFigures, query: CountersQuery): Promise<CountersTable> {
  return seen.table(seen.part(query));
}

// The server has checked parameters against the contract's schemas before a handler sees them.

function channelNoOf(request: FastifyRequest): number {
  return (request.params as { readonly channelNo: number }).channelNo;
}

function queryOf<Query>(request: FastifyRequest): Query {
  return request.query as Query;
}
