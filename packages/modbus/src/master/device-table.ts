/** The health of every unit of a bus, made when the unit is first asked: at most 256 of them. */

import type { DeviceStatistics } from "./device-health.ts";
import { DeviceHealth } from "./device-health.ts";
import type { BusSettings } from "./settings.ts";

export class DeviceTable {
  readonly #settings: BusSettings;
  readonly #devices = new Map<number, DeviceHealth>();

  constructor(settings: BusSettings) {
    this.#settings = settings;
  }

  /** The health of a unit that was asked before; a probe alone makes none. */
  known(unit: number): DeviceHealth | undefined {
    return this.#devices.get(unit);
  }

  of(unit: number): DeviceHealth {
    const known = this.#devices.get(unit);
    if (known !== undefined) return known;
    const own = this.#settings.devices.find((device) => device.unit === unit);
    const device = new DeviceHealth(unit, this.#settings, own);
    this.#devices.set(unit, device);
    return device;
  }

  statistics(): readonly DeviceStatistics[] {
    return [...this.#devices.values()]
      .sort((a, b) => a.unit - b.unit)
      .map((device) => device.statistics());
  }
}
