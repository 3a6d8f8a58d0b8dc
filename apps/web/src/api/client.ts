/** What the pages of the counters ask the gateway. */

import type {
  ChannelDetail,
  Compare,
  CountersTable,
  EnteredIndexAnswer,
  EnteredIndexPreview,
  EnteredIndexQuery,
  EnteredIndexRequest,
  ExchangeAnswer,
  ExchangePreview,
  ExchangePreviewQuery,
  ExchangeRequest,
  GatewayInfo,
  NewPeriodAnswer,
  NewPeriodRequest,
  PeriodPreview,
  QuarantineAnswer,
  QuarantineDecision,
  QuarantineList,
  ReadAnswer,
  RoundState,
  Series,
  SeriesQuery,
  UndoAnswer,
  UndoableList,
  UndoRequest,
} from "@mega/contract";
import { below } from "../state/place.ts";
import { type Asked, ask, query } from "./request.ts";

const READ_TIMEOUT_MS = 60_000;

/** A part of the table that is asked for. */
export interface TablePart {
  readonly channels?: readonly number[];
}

export const fetchGateway = () => ask<GatewayInfo>("/gateway");

export const fetchTable = (part: TablePart = {}) =>
  ask<CountersTable>(below(`/counters${query({ channels: part.channels?.join(",") })}`));

export const fetchChannel = (channelNo: number) =>
  ask<ChannelDetail>(below(`/channels/${channelNo}`));

export const fetchSeries = (
  channelNo: number,
  span: Pick<SeriesQuery, "bucket" | "from" | "to">,
  compare: Compare | undefined,
) => ask<Series>(below(`/channels/${channelNo}/series${query({ ...span, compare })}`));

export const fetchLatestRound = () => ask<RoundState>("/rounds/latest");

export const readChannel = (channelNo: number) =>
  ask<ReadAnswer>(`/channels/${channelNo}/read`, {
    method: "POST",
    body: {},
    timeoutMs: READ_TIMEOUT_MS,
  });

export const readAll = () =>
  ask<RoundState>("/rounds", { method: "POST", body: {}, timeoutMs: READ_TIMEOUT_MS });

export const previewPeriod = (channelNo: number, asked: { readonly effectiveAt?: string }) =>
  ask<PeriodPreview>(`/channels/${channelNo}/period-preview${query(asked)}`);

export const startPeriod = (
  channelNo: number,
  body: NewPeriodRequest,
  confirmation: Asked["confirmation"],
) =>
  ask<NewPeriodAnswer>(`/channels/${channelNo}/periods`, {
    method: "POST",
    body,
    timeoutMs: READ_TIMEOUT_MS,
    confirmation,
  });

export const fetchUndoable = () => ask<UndoableList>("/periods/undoable");

export const undoPeriod = (
  channelNo: number,
  body: UndoRequest,
  confirmation: Asked["confirmation"],
) => ask<UndoAnswer>(`/channels/${channelNo}/periods/undo`, { method: "POST", body, confirmation });

export const fetchQuarantine = () => ask<QuarantineList>("/quarantine");

export const decideWaiting = (
  channelNo: number,
  kind: "release" | "discard" | "rollover",
  body: QuarantineDecision,
  confirmation: Asked["confirmation"],
) =>
  ask<QuarantineAnswer>(`/channels/${channelNo}/quarantine/${kind}`, {
    method: "POST",
    body,
    confirmation,
  });

export const previewEntered = (channelNo: number, asked: EnteredIndexQuery) =>
  ask<EnteredIndexPreview>(`/channels/${channelNo}/entered-index${query(asked)}`);

export const enterIndex = (
  channelNo: number,
  body: EnteredIndexRequest,
  confirmation: Asked["confirmation"],
) =>
  ask<EnteredIndexAnswer>(`/channels/${channelNo}/entered-index`, {
    method: "POST",
    body,
    confirmation,
  });

export const previewExchange = (channelNo: number, asked: ExchangePreviewQuery) =>
  ask<ExchangePreview>(`/channels/${channelNo}/exchange-preview${query(asked)}`);

export const recordExchange = (
  channelNo: number,
  body: ExchangeRequest,
  confirmation: Asked["confirmation"],
) =>
  ask<ExchangeAnswer>(`/channels/${channelNo}/exchanges`, {
    method: "POST",
    body,
    timeoutMs: READ_TIMEOUT_MS,
    confirmation,
  });
