/** A line over its last day: from the book of cells to the answer of the interface. Pure. */

import type { BusCell, BusConfig, BusHealth, MeterConfig, MeterHealth } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { BusStatistics } from "@mega/modbus";
import { CELL_MS, LATENCY_CLASSES, type UnitCounts } from "../recorder/tally.ts";
import {
  type BookedCell,
  DAY_MS,
  firstCellMs,
  sumOfCounts,
  sumOfLatencies,
} from "../store/cell-book.ts";
import { findingsOf, type ObservedMeter } from "./findings.ts";
import { fastestMs, latencyQuantileMs } from "./latency-quantile.ts";
import { attemptsOf, courseOf, failuresOf } from "./meter-course.ts";

/** A meter on the bus with the channels that show it. */
export interface MeterOnBus {
  readonly meter: MeterConfig;
  readonly address: number;
  readonly channels: readonly { readonly channelNo: number; readonly name: string }[];
}

/** What an answer is made of. */
export interface HealthParts {
  readonly bus: BusConfig;
  readonly linkText: string;
  readonly statistics: BusStatistics | undefined;
  readonly meters: readonly MeterOnBus[];
  /** The 96 cells, the running one last. */
  readonly cells: readonly (BookedCell | undefined)[];
  readonly roundTookMs: number | null;
  readonly nowMs: number;
}

const HOUR_CELLS = 4;
const stateRank: Readonly<Record<MeterHealth["state"], number>> = {
  silent: 0,
  errors: 1,
  unasked: 2,
  answers: 3,
};

/** The answer. */
export function busHealthOf(parts: HealthParts): BusHealth {
  const { bus, statistics, cells, nowMs, meters } = parts;
  const up = statistics?.link.kind === "up";
  const seen = meters.map((meter) => seenMeter(meter, cells));
  const counts = sumOfCounts(seen.map(({ observed }) => observed.course.day));
  const latencies = sumOfLatencies(seen.map((entry) => entry.latencies));
  const busyPermille = busyOf(cells.slice(-HOUR_CELLS), nowMs);
  const fault = statistics?.link.kind === "down" ? statistics.link.reason : null;
  return {
    busId: bus.id,
    link: parts.linkText,
    serial: bus.link.kind !== "modbus-tcp",
    state: up ? "up" : "down",
    fault,
    from: toUtcString(firstCellMs(nowMs)),
    to: toUtcString(nowMs),
    cells: cells.map((cell, index) => busCell(cell, firstCellMs(nowMs) + index * CELL_MS, nowMs)),
    counts,
    attemptsPerHour: perHour(counts, cells, nowMs),
    busyPermille,
    latencyP50Ms: latencyQuantileMs(latencies, 0.5),
    latencyP95Ms: latencyQuantileMs(latencies, 0.95),
    roundTookMs: parts.roundTookMs,
    meters: seen.map(({ health }) => health).sort(worstFirst),
    findings: [
      ...findingsOf({
        up,
        fault,
        plainAdapter: bus.link.kind === "tty" && (bus.adapterLatencyMs ?? 0) === 0,
        cycleTooShort: statistics?.cycleTooShort ?? false,
        busyPermille,
        roundTookMs: parts.roundTookMs,
        meters: seen.map(({ observed }) => observed),
      }),
    ],
  };
}

function seenMeter(
  { meter, address, channels }: MeterOnBus,
  cells: readonly (BookedCell | undefined)[],
): {
  readonly health: MeterHealth;
  readonly observed: ObservedMeter;
  readonly latencies: readonly number[];
} {
  const course = courseOf(cells, address);
  const own = cells.map((cell) => cell?.units.get(address));
  const latencies = sumOfLatencies(own.map((part) => part?.latencies ?? []));
  const attempts = attemptsOf(course.day);
  const p95Ms = latencyQuantileMs(latencies, 0.95);
  return {
    latencies,
    observed: {
      channelNos: channels.map(({ channelNo }) => channelNo),
      profileId: meter.profile,
      address,
      course,
      fastestMs: fastestMs(latencies),
      p95Ms,
    },
    health: {
      meterId: meter.id,
      profileId: meter.profile,
      address,
      channels: channels.map(({ channelNo, name }) => ({ channelNo, name })),
      state: course.state,
      counts: course.day,
      errorPermille: attempts === 0 ? null : share(failuresOf(course.day), attempts),
      latencyP50Ms: latencyQuantileMs(latencies, 0.5),
      latencyP95Ms: p95Ms,
      strip: {
        answered: own.map((part) => (part === undefined ? 0 : answersOf(part.counts))),
        failed: own.map((part) => (part === undefined ? 0 : failuresOf(part.counts))),
        latencyP50Ms: own.map((part) => latencyQuantileMs(part?.latencies ?? [], 0.5)),
      },
    },
  };
}

function busCell(cell: BookedCell | undefined, startMs: number, nowMs: number): BusCell {
  const units = [...(cell?.units.values() ?? [])].map(({ counts }) => counts);
  return {
    at: toUtcString(startMs),
    attempts: units.reduce((sum, counts) => sum + attemptsOf(counts), 0),
    failed: units.reduce((sum, counts) => sum + failuresOf(counts), 0),
    busyPermille: share(cell?.busyMs ?? 0, Math.min(CELL_MS, Math.max(1, nowMs - startMs))),
  };
}

/** Share of the cells' time in which the line was taken; the running cell counts as far as it is. */
function busyOf(cells: readonly (BookedCell | undefined)[], nowMs: number): number {
  const busyMs = cells.reduce((sum, cell) => sum + (cell?.busyMs ?? 0), 0);
  const runningMs = nowMs % CELL_MS;
  return share(busyMs, (cells.length - 1) * CELL_MS + Math.max(1, runningMs));
}

/** Over the time since the first attempt of the day. */
function perHour(
  counts: UnitCounts,
  cells: readonly (BookedCell | undefined)[],
  nowMs: number,
): number {
  const first = cells.find((cell) => cell !== undefined);
  if (first === undefined) return 0;
  const spanMs = Math.min(DAY_MS, Math.max(4 * CELL_MS, nowMs - first.startMs));
  return Math.round((attemptsOf(counts) * 4 * CELL_MS) / spanMs);
}

function answersOf({ answered, exceptions }: UnitCounts): number {
  return answered + exceptions;
}

function share(part: number, whole: number): number {
  return Math.min(1000, Math.round((part * 1000) / whole));
}

function worstFirst(a: MeterHealth, b: MeterHealth): number {
  return (
    stateRank[a.state] - stateRank[b.state] ||
    (b.errorPermille ?? 0) - (a.errorPermille ?? 0) ||
    (b.latencyP95Ms ?? LATENCY_CLASSES * 1000) - (a.latencyP95Ms ?? LATENCY_CLASSES * 1000) ||
    a.address - b.address
  );
}
