/** Asking for a bus, its frames, its scan and its tests. */

import type {
  BusHealth,
  BusList,
  FrameClass,
  FramePage,
  LineCheck,
  MeterTest,
  MeterTestRequest,
  ScanRequest,
  ScanState,
} from "@mega/contract";
import { API_PREFIX, ask, query } from "../api/request.ts";

const TEST_TIMEOUT_MS = 120_000;
const CHECK_TIMEOUT_MS = 60_000;

/** Which frames are shown; undefined for all. */
export interface FrameFilter {
  readonly address: number | undefined;
  readonly kind: FrameClass | undefined;
}

export const fetchBuses = () => ask<BusList>("/buses");

export const fetchHealth = (busId: string) => ask<BusHealth>(`/buses/${busId}/health`);

/** A page of frames, newer than one or older than one. */
export const fetchFrames = (
  busId: string,
  filter: FrameFilter,
  place: { readonly before?: number; readonly after?: number } = {},
) => {
  const { before, after } = place;
  const numbers = { before: numberText(before), after: numberText(after) };
  return ask<FramePage>(`/buses/${busId}/frames${query({ ...filterQuery(filter), ...numbers })}`);
};

/** The address of the log as a file. */
export function framesFile(busId: string, filter: FrameFilter): string {
  return `${API_PREFIX}/buses/${busId}/frames.txt${query(filterQuery(filter))}`;
}

export const fetchScan = (busId: string) => ask<ScanState>(`/buses/${busId}/scan`);

export const startScan = (busId: string, body: ScanRequest) =>
  ask<ScanState>(`/buses/${busId}/scan`, { method: "POST", body });

export const cancelScan = (busId: string) =>
  ask<ScanState>(`/buses/${busId}/scan`, { method: "DELETE" });

export const checkLine = (busId: string) =>
  ask<LineCheck>(`/buses/${busId}/line-check`, {
    method: "POST",
    body: {},
    timeoutMs: CHECK_TIMEOUT_MS,
  });

export const testMeter = (body: MeterTestRequest) =>
  ask<MeterTest>("/tests/meter", { method: "POST", body, timeoutMs: TEST_TIMEOUT_MS });

function filterQuery({ address, kind }: FrameFilter) {
  return { address: numberText(address), class: kind };
}

function numberText(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
