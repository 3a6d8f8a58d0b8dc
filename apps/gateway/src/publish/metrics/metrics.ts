/** GET /metrics: everything that Prometheus collects, gathered from the running parts. */

import { exposition } from "@mega/http";
import type { ApiContext } from "../../api/api-context.ts";
import { busFamilies } from "./bus-families.ts";
import { commandFamilies } from "./command-families.ts";
import { type GatewayMetrics, gatewayFamilies } from "./gateway-families.ts";
import { meterFamilies } from "./meter-families.ts";
import { serverFamilies } from "./server-families.ts";

/** The text of all figures at this moment. */
export async function metricsText(context: ApiContext): Promise<string> {
  const { channels, powers } = await context.publishing.figures();
  return exposition([
    ...meterFamilies(channels, powers),
    ...busFamilies(await context.buses.statistics()),
    ...gatewayFamilies(gatewayMetrics(context)),
    ...serverFamilies(await context.uplink.state(), context.uplink.counts),
    ...commandFamilies(context.commands.counts.entries()),
  ]);
}

function gatewayMetrics(context: ApiContext): GatewayMetrics {
  const { ledger, runner, version, startedAtMs, clockState } = context;
  const { head, quarantines } = ledger.snapshot();
  return {
    version,
    startedAtMs,
    entries: head.seq,
    waiting: quarantines.size,
    unstoredRounds: runner.unstored,
    clockSynchronised: clockState() === "S",
    brokers: brokersOf(context),
  };
}

/** A broker has a connection for each token; it counts as connected when all of them are. */
function brokersOf({ inputs, publishing }: ApiContext): GatewayMetrics["brokers"] {
  const ofMeters = new Map<string, boolean>();
  for (const { brokerId, connected } of inputs().mqtt.connections) {
    ofMeters.set(brokerId, connected && ofMeters.get(brokerId) !== false);
  }
  return [
    ...[...ofMeters].map(([broker, connected]) => ({ broker, use: "meters" as const, connected })),
    ...publishing.states().publishers.map(({ brokerId, connected }) => ({
      // No broker of a configuration has this name: ids hold no blanks.
      broker: brokerId ?? "own broker",
      use: "publish" as const,
      connected,
    })),
  ];
}
