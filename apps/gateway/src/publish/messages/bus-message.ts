/** The state of all buses, and what there is to say of the gateway itself, as JSON. Pure. */

import { toUtcString } from "@mega/domain";
import type { BusReport } from "../../acquisition/bus/bus-host.ts";

/** What is told of the gateway. */
export interface GatewayFacts {
  readonly startedAtMs: number;
  readonly version: string;
  readonly nowMs: number;
}

/** The message; counts are those since the start. */
export function busMessage(reports: readonly BusReport[], gateway: GatewayFacts): string {
  const buses = reports.map(({ busId, statistics }) => {
    const sum = (name: "answered" | "exceptions" | "timeouts" | "badCrcs" | "wrongReplies") =>
      statistics.devices.reduce((total, device) => total + device[name], 0);
    return {
      bus: busId,
      state: statistics.link.kind === "up" ? "up" : "down",
      sent: statistics.sent,
      ok: sum("answered"),
      timeout: sum("timeouts"),
      crc: sum("badCrcs"),
      exception: sum("exceptions"),
      wrong_reply: sum("wrongReplies"),
    };
  });
  const errors = buses.reduce(
    (total, bus) => total + bus.timeout + bus.crc + bus.exception + bus.wrong_reply,
    0,
  );
  return JSON.stringify({
    ts: toUtcString(gateway.nowMs),
    started: toUtcString(gateway.startedAtMs),
    version: gateway.version,
    errors,
    buses,
  });
}
