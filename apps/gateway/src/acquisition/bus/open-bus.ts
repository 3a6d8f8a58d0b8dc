/** From a configured bus to the link and settings of its master. */

import type { BusConfig } from "@mega/contract";
import { type LinkOpener, type Parity, tcpOpener, ttyOpener } from "@mega/link";
import type { BusSettings, DeviceSettings } from "@mega/modbus";
import type { BusDefinition } from "./inline-bus-host.ts";

/** What can cross to the worker: plain data that tells how to open a bus and what hangs on it. */
export interface BusSpecification {
  readonly config: BusConfig;
  readonly devices: readonly DeviceSettings[];
}

/** The definition of a bus for its host. */
export function busDefinitionOf({ config, devices }: BusSpecification): BusDefinition {
  return { busId: config.id, open: openerOf(config), settings: settingsOf(config, devices) };
}

/** What differs from the master's default settings. */
export function settingsOf(
  config: BusConfig,
  devices: readonly DeviceSettings[],
): Partial<BusSettings> {
  const { gapMs, responseTimeoutMs } = config;
  return {
    devices,
    transport: config.link.kind === "modbus-tcp" ? "tcp" : "rtu",
    ...(gapMs === undefined ? {} : { minGapMs: gapMs }),
    ...(responseTimeoutMs === undefined
      ? {}
      : { responseTimeoutMs, timeoutMsMax: Math.max(1000, responseTimeoutMs) }),
  };
}

function openerOf({ link, adapterLatencyMs }: BusConfig): LinkOpener {
  const latency = adapterLatencyMs === undefined ? {} : { latencyMs: adapterLatencyMs };
  switch (link.kind) {
    case "tty":
      return ttyOpener({ path: link.path, line: lineOf(link.baud, link.format), ...latency });
    case "rtu-over-tcp":
    case "modbus-tcp":
      return tcpOpener({ host: link.host, port: link.port, ...latency });
  }
}

/** The line of a speed and a format such as "8N1"; 9600 8N1 where they are absent. */
export function lineOf(
  baud: number | undefined,
  format: string | undefined,
): { baud: number; parity: Parity; stopBits: 1 | 2 } {
  const [, parity = "N", stopBits = "1"] = format ?? "8N1";
  const parities: Readonly<Record<string, Parity>> = { N: "none", E: "even", O: "odd" };
  return {
    baud: baud ?? 9600,
    parity: parities[parity] ?? "none",
    stopBits: stopBits === "2" ? 2 : 1,
  };
}
