/** Figures of buses: questions by result, and how long answers take. Pure. */

import { decimalText } from "@mega/domain";
import type { Distribution, Family } from "@mega/http";
import { type DeviceStatistics, turnaroundBoundsMs } from "@mega/modbus";
import type { BusReport } from "../../acquisition/bus/bus-host.ts";

const results = {
  ok: "answered",
  timeout: "timeouts",
  crc: "badCrcs",
  exception: "exceptions",
  wrong_reply: "wrongReplies",
} as const satisfies Readonly<Record<string, keyof DeviceStatistics>>;

/** The families of the buses. */
export function busFamilies(reports: readonly BusReport[]): readonly Family[] {
  return [
    {
      kind: "gauge",
      name: "mega_bus_up",
      help: "1 while the line or the peer can be reached.",
      samples: reports.map(({ busId, statistics }) => ({
        labels: { port: busId },
        value: statistics.link.kind === "up" ? "1" : "0",
      })),
    },
    {
      kind: "counter",
      name: "mega_bus_requests_total",
      help: "Questions to meters by how they ended.",
      samples: reports.flatMap(({ busId, statistics }) =>
        Object.entries(results).map(([result, field]) => ({
          labels: { port: busId, result },
          value: String(statistics.devices.reduce((sum, device) => sum + device[field], 0)),
        })),
      ),
    },
    {
      kind: "histogram",
      name: "mega_bus_request_duration_seconds",
      help: "From the end of a question to the start of its answer.",
      distributions: reports.map(distributionOf),
    },
  ];
}

function distributionOf({ busId, statistics: { devices } }: BusReport): Distribution {
  const countAt = (at: number) =>
    devices.reduce((sum, { lifetime }) => sum + (lifetime.counts[at] ?? 0), 0);
  const sumUs = devices.reduce((sum, { lifetime }) => sum + lifetime.sumUs, 0);
  return {
    labels: { port: busId },
    classes: turnaroundBoundsMs.map((boundMs, at) => ({
      bound: seconds(boundMs),
      count: countAt(at),
    })),
    above: countAt(turnaroundBoundsMs.length),
    sum: decimalText({ amount: sumUs, decimals: 6 }),
  };
}

/** 150 → "0.15". */
function seconds(ms: number): string {
  return decimalText({ amount: ms, decimals: 3 }).replace(/\.?0+$/, "");
}
