/** How long a scan waits for each address, and how long it will take. Pure. */

import type { BusConfig } from "@mega/contract";
import { lineTiming } from "@mega/modbus";
import { lineOf } from "../../acquisition/bus/open-bus.ts";

/** What meters take to begin an answer; slower ones are found by their late reply. */
const TURNAROUND_MS = 180;
/** Of a serial server or a peer on the network, the way there and back included. */
const NETWORK_TURNAROUND_MS = 300;
/** Characters of a question and its answer of one word. */
const QUESTION_CHARS = 8;
const ANSWER_CHARS = 7;

/** The wait that fits a line, milliseconds: 200 at 9600 baud. */
export function probeTimeoutMs({ link, adapterLatencyMs = 0 }: BusConfig): number {
  if (link.kind !== "tty") return NETWORK_TURNAROUND_MS + adapterLatencyMs;
  const { charMs } = lineTiming(serialLine(link.baud, link.format));
  return Math.round(TURNAROUND_MS + 20 * charMs + adapterLatencyMs);
}

/** What one silent address takes, milliseconds. */
export function silentAddressMs({ link, adapterLatencyMs = 0 }: BusConfig, waitMs: number): number {
  if (link.kind !== "tty") return waitMs + adapterLatencyMs;
  const { charMs, t35Ms } = lineTiming(serialLine(link.baud, link.format));
  return waitMs + (QUESTION_CHARS + ANSWER_CHARS) * charMs + t35Ms + adapterLatencyMs;
}

function serialLine(baud: number | undefined, format: string | undefined) {
  const line = lineOf(baud, format);
  const charBits = 9 + (line.parity === "none" ? 0 : 1) + line.stopBits;
  return { baud: line.baud, charBits, latencyMs: 0 };
}
