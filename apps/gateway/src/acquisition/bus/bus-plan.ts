/** The buses of an installation with what hangs on each: what the bus host is started with. Pure. */

import type { Installation, InstalledMeter } from "@mega/installation";
import type { DeviceSettings } from "@mega/modbus";
import type { BusSpecification } from "./open-bus.ts";

/** One specification for each configured bus, in the order of the configuration. */
export function busSpecificationsOf(
  installation: Installation,
  meters: ReadonlyMap<string, InstalledMeter>,
): readonly BusSpecification[] {
  return installation.buses.map((config) => ({
    config,
    devices: [...meters.values()].flatMap((installed): DeviceSettings[] => {
      const { bus, address } = installed.meter;
      if (installed.kind !== "modbus" || bus !== config.id || address === undefined) return [];
      return [{ unit: address, minGapMs: installed.profile.limits.minGapMs }];
    }),
  }));
}
