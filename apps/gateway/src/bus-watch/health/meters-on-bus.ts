/** The configured meters of a bus with the channels that show them. Pure. */

import type { Installation } from "@mega/installation";
import type { MeterOnBus } from "./bus-health.ts";

/** In the order of the configuration. */
export function metersOnBus(installation: Installation, busId: string): readonly MeterOnBus[] {
  return installation.meters.flatMap((meter) => {
    if (meter.bus !== busId || meter.address === undefined) return [];
    const channels = installation.channels
      .filter((channel) => channel.meter?.id === meter.id)
      .map(({ channelNo, name }) => ({ channelNo, name }));
    return [{ meter, address: meter.address, channels }];
  });
}
