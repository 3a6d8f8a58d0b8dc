/** GET /inputs: brokers and P1 ports with what came through them and what was refused. */

import type { InputList } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { ApiContext } from "./api-context.ts";

/** Everything that is heard without asking; holds no token. */
export function inputList({ inputs }: ApiContext): InputList {
  const { mqtt, p1Ports } = inputs();
  return {
    connections: mqtt.connections.map(({ brokerId, connected, connects, fault, meterIds }) => ({
      brokerId,
      connected,
      connects,
      fault: fault ?? null,
      meterIds: [...meterIds],
    })),
    ownBroker: mqtt.embedded === null ? null : ownBroker(mqtt.embedded),
    messages: mqtt.counts,
    mqttMeters: mqtt.meters.map(({ meterId, online, newestAtMs, latestRefusal, counts }) => ({
      meterId,
      online: online ?? null,
      newestAt: instantOf(newestAtMs),
      latestRefusal: latestRefusal ?? null,
      counts,
    })),
    p1Ports: p1Ports.map(({ portId, open, fault, newestAtMs, counts }) => ({
      portId,
      open,
      fault: fault ?? null,
      newestAt: instantOf(newestAtMs),
      ...counts,
    })),
  };
}

type OwnBroker = NonNullable<ReturnType<ApiContext["inputs"]>["mqtt"]["embedded"]>;

function ownBroker({ connected, ...refused }: OwnBroker): InputList["ownBroker"] {
  return { connected, refused };
}

function instantOf(atMs: number | undefined): string | null {
  return atMs === undefined ? null : toUtcString(atMs);
}
