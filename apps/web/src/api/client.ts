/** Asking the gateway. Answers are trusted to follow the contract; refusals carry their problem. */

import type {
  ChannelDetail,
  Compare,
  CountersTable,
  ExchangeAnswer,
  ExchangePreview,
  ExchangePreviewQuery,
  ExchangeRequest,
  GatewayInfo,
  NewPeriodAnswer,
  NewPeriodRequest,
  PeriodPreview,
  Problem,
  QuarantineAnswer,
  QuarantineDecision,
  QuarantineList,
  ReadAnswer,
  RoundState,
  Series,
  SeriesQuery,
} from "@mega/contract";

/** Where the API begins; the same as the contract's. */
export const API_PREFIX = "/api/v1";

const TIMEOUT_MS = 15_000;
const READ_TIMEOUT_MS = 60_000;

/** A refusal by the gateway, or no answer at all (problem null). */
export class RequestFailed extends Error {
  readonly problem: Problem | null;

  constructor(problem: Problem | null) {
    super(problem?.detail ?? "The gateway gave no answer.");
    this.name = "RequestFailed";
    this.problem = problem;
  }
}

/** A part of the table that is asked for. */
export interface TablePart {
  readonly channels?: readonly number[];
}

export const fetchGateway = () => ask<GatewayInfo>("/gateway");

export const fetchTable = (part: TablePart = {}) =>
  ask<CountersTable>(`/counters${query({ channels: part.channels?.join(",") })}`);

export const fetchChannel = (channelNo: number) => ask<ChannelDetail>(`/channels/${channelNo}`);

export const fetchSeries = (
  channelNo: number,
  span: Pick<SeriesQuery, "bucket" | "from" | "to">,
  compare: Compare | undefined,
) => ask<Series>(`/channels/${channelNo}/series${query({ ...span, compare })}`);

export const fetchLatestRound = () => ask<RoundState>("/rounds/latest");

export const readChannel = (channelNo: number) =>
  ask<ReadAnswer>(`/channels/${channelNo}/read`, "POST", {}, READ_TIMEOUT_MS);

export const readAll = () => ask<RoundState>("/rounds", "POST", {}, READ_TIMEOUT_MS);

export const previewPeriod = (channelNo: number, effectiveAt: string | undefined) =>
  ask<PeriodPreview>(`/channels/${channelNo}/period-preview${query({ effectiveAt })}`);

export const startPeriod = (channelNo: number, request: NewPeriodRequest) =>
  ask<NewPeriodAnswer>(`/channels/${channelNo}/periods`, "POST", request, READ_TIMEOUT_MS);

export const fetchQuarantine = () => ask<QuarantineList>("/quarantine");

export const decideWaiting = (
  channelNo: number,
  kind: "release" | "discard" | "rollover",
  decision: QuarantineDecision,
) => ask<QuarantineAnswer>(`/channels/${channelNo}/quarantine/${kind}`, "POST", decision);

export const previewExchange = (channelNo: number, asked: ExchangePreviewQuery) =>
  ask<ExchangePreview>(`/channels/${channelNo}/exchange-preview${query(asked)}`);

export const recordExchange = (channelNo: number, request: ExchangeRequest) =>
  ask<ExchangeAnswer>(`/channels/${channelNo}/exchanges`, "POST", request, READ_TIMEOUT_MS);

/** "?a=1&b=2" of what is defined; "" of nothing. */
export function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

async function ask<T>(
  path: string,
  method: "GET" | "POST" = "GET",
  body: unknown = undefined,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${API_PREFIX}${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: "application/json", ...jsonHeader(body) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new RequestFailed(null);
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as T;
  throw new RequestFailed(answer === null ? null : (answer as Problem));
}

function jsonHeader(body: unknown): Record<string, string> {
  return body === undefined ? {} : { "content-type": "application/json" };
}
