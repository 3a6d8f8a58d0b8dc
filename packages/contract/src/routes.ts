/**
 * Every operation of the API: the gateway serves this table, its OpenAPI document is made from it,
 * and tests compare the two. Paths are below `API_PREFIX`; ":name" marks a parameter.
 */

import { accountOperations } from "./accounts/operations.ts";
import { busOperations } from "./bus-operations.ts";
import { ChannelDetail, Series } from "./channel-detail.ts";
import { checkOperations } from "./checks/operations.ts";
import { configurationOperations } from "./configuration/operations.ts";
import { CountersTable } from "./counters-table.ts";
import { enteredIndexOperations } from "./entered-index.ts";
import {
  ExchangeAnswer,
  ExchangePreview,
  ExchangePreviewQuery,
  ExchangeRequest,
} from "./exchanges.ts";
import { ExportV1 } from "./export-v1.ts";
import { GatewayInfo, LedgerHead } from "./gateway-info.ts";
import { InputList } from "./inputs.ts";
import { BusList, ProfileList } from "./lists.ts";
import { mailOperations } from "./mail-operations.ts";
import { networkOperations } from "./network/operations.ts";
import type { Operation } from "./operation.ts";
import {
  NewPeriodAnswer,
  NewPeriodRequest,
  PeriodPreview,
  UndoAnswer,
  UndoableList,
  UndoRequest,
} from "./periods.ts";
import { PublishAnswer, PublisherList } from "./publishing.ts";
import { QuarantineAnswer, QuarantineDecision, QuarantineList } from "./quarantine.ts";
import {
  ChannelPath,
  CountersQuery,
  CsvQuery,
  DocumentQuery,
  PeriodPreviewQuery,
  SeriesQuery,
} from "./queries.ts";
import { restoreOperations } from "./restore-operations.ts";
import { ReadAnswer, RoundState } from "./rounds.ts";
import { serverOperations } from "./server-operations.ts";

/** Where the API begins. */
export const API_PREFIX = "/api/v1";

/** The operations by name. */
export const operations = {
  ...accountOperations,
  gateway: {
    method: "GET",
    path: "/gateway",
    summary: "The gateway: model, building, clock.",
    status: 200,
    answer: GatewayInfo,
  },
  counters: {
    method: "GET",
    path: "/counters",
    summary: "The COUNTERS table.",
    status: 200,
    query: CountersQuery,
    answer: CountersTable,
  },
  channel: {
    method: "GET",
    path: "/channels/:channelNo",
    summary: "One channel closely.",
    status: 200,
    params: ChannelPath,
    answer: ChannelDetail,
  },
  series: {
    method: "GET",
    path: "/channels/:channelNo/series",
    summary: "Consumption by hour, day or month.",
    status: 200,
    params: ChannelPath,
    query: SeriesQuery,
    answer: Series,
  },
  readChannel: {
    method: "POST",
    path: "/channels/:channelNo/read",
    summary: "Reads the meter of one channel and answers when it is done.",
    status: 200,
    params: ChannelPath,
    answer: ReadAnswer,
  },
  readAll: {
    method: "POST",
    path: "/rounds",
    summary: "Starts a round over all meters, or names the one that runs.",
    status: 202,
    answer: RoundState,
  },
  latestRound: {
    method: "GET",
    path: "/rounds/latest",
    summary: "The round that runs, or the last one.",
    status: 200,
    answer: RoundState,
  },
  periodPreview: {
    method: "GET",
    path: "/channels/:channelNo/period-preview",
    summary: "What a new period would end.",
    status: 200,
    params: ChannelPath,
    query: PeriodPreviewQuery,
    answer: PeriodPreview,
  },
  newPeriod: {
    method: "POST",
    path: "/channels/:channelNo/periods",
    summary: "Starts a new period: a new tenant.",
    status: 201,
    params: ChannelPath,
    body: NewPeriodRequest,
    answer: NewPeriodAnswer,
  },
  undoablePeriods: {
    method: "GET",
    path: "/periods/undoable",
    summary: "New periods of the last day, with what would come back.",
    status: 200,
    answer: UndoableList,
  },
  undoPeriod: {
    method: "POST",
    path: "/channels/:channelNo/periods/undo",
    summary: "Takes the newest period back, within a day.",
    status: 200,
    params: ChannelPath,
    body: UndoRequest,
    answer: UndoAnswer,
  },
  quarantine: {
    method: "GET",
    path: "/quarantine",
    summary: "What waits in the quarantine, by source.",
    status: 200,
    answer: QuarantineList,
  },
  releaseWaiting: {
    method: "POST",
    path: "/channels/:channelNo/quarantine/release",
    summary: "Accepts waiting readings.",
    status: 200,
    params: ChannelPath,
    body: QuarantineDecision,
    answer: QuarantineAnswer,
  },
  discardWaiting: {
    method: "POST",
    path: "/channels/:channelNo/quarantine/discard",
    summary: "Discards waiting readings.",
    status: 200,
    params: ChannelPath,
    body: QuarantineDecision,
    answer: QuarantineAnswer,
  },
  rolloverWaiting: {
    method: "POST",
    path: "/channels/:channelNo/quarantine/rollover",
    summary: "Records that the counter passed its maximum.",
    status: 200,
    params: ChannelPath,
    body: QuarantineDecision,
    answer: QuarantineAnswer,
  },
  exchangePreview: {
    method: "GET",
    path: "/channels/:channelNo/exchange-preview",
    summary: "What a meter exchange would change.",
    status: 200,
    params: ChannelPath,
    query: ExchangePreviewQuery,
    answer: ExchangePreview,
  },
  recordExchange: {
    method: "POST",
    path: "/channels/:channelNo/exchanges",
    summary: "Records a meter exchange, or a counter set back.",
    status: 201,
    params: ChannelPath,
    body: ExchangeRequest,
    answer: ExchangeAnswer,
  },
  ...enteredIndexOperations,
  exportJson: {
    method: "GET",
    path: "/export.json",
    summary: "The COUNTERS table as a JSON file.",
    status: 200,
    query: CountersQuery,
    answer: ExportV1,
  },
  exportCsv: {
    method: "GET",
    path: "/export.csv",
    summary: "The COUNTERS table as a CSV file.",
    status: 200,
    query: CsvQuery,
    mediaType: "text/csv",
  },
  exportXlsx: {
    method: "GET",
    path: "/export.xlsx",
    summary: "The COUNTERS table as an Excel workbook.",
    status: 200,
    query: DocumentQuery,
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
  exportPdf: {
    method: "GET",
    path: "/export.pdf",
    summary: "The COUNTERS table as a PDF, A4 on its side.",
    status: 200,
    query: DocumentQuery,
    mediaType: "application/pdf",
  },
  events: {
    method: "GET",
    path: "/events",
    summary: "Server-sent events; see StreamEvent.",
    status: 200,
    mediaType: "text/event-stream",
  },
  ledgerHead: {
    method: "GET",
    path: "/ledger/head",
    summary: "The newest entry of the ledger.",
    status: 200,
    answer: LedgerHead,
  },
  profiles: {
    method: "GET",
    path: "/profiles",
    summary: "Meter profiles.",
    status: 200,
    answer: ProfileList,
  },
  buses: {
    method: "GET",
    path: "/buses",
    summary: "Buses with their counts of polls.",
    status: 200,
    answer: BusList,
  },
  ...busOperations,
  inputs: {
    method: "GET",
    path: "/inputs",
    summary: "Brokers and P1 ports with what came through them.",
    status: 200,
    answer: InputList,
  },
  publishers: {
    method: "GET",
    path: "/publishers",
    summary: "Brokers that figures are published to.",
    status: 200,
    answer: PublisherList,
  },
  publish: {
    method: "POST",
    path: "/publish",
    summary: "Publishes everything to every broker and answers what came of it.",
    status: 200,
    answer: PublishAnswer,
  },
  ...configurationOperations,
  ...networkOperations,
  ...checkOperations,
  ...mailOperations,
  ...serverOperations,
  ...restoreOperations,
  metrics: {
    method: "GET",
    path: "/metrics",
    summary: "Figures for Prometheus; also at /metrics, outside of the interface's prefix.",
    status: 200,
    mediaType: "text/plain",
  },
  openapi: {
    method: "GET",
    path: "/openapi.json",
    summary: "This description, OpenAPI 3.1.",
    status: 200,
    mediaType: "application/json",
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** Name of an operation. */
export type OperationName = keyof typeof operations;
