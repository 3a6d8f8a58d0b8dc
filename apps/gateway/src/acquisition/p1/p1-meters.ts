/**
 * All P1 ports of the gateway and the meters read through them. A round takes the newest good
 * telegram of a port; the time of a reading is when that telegram came.
 */

import type { Clock, MissingReason } from "@mega/domain";
import { decodeP1, evidenceOf, liveValues, type P1Country, type P1Profile } from "@mega/profiles";
import type { LiveReading, MeterReading } from "../meter-reading.ts";
import { type KeptTelegram, type P1Counts, P1Mailbox } from "./p1-mailbox.ts";
import { P1Port, type P1PortOptions } from "./p1-port.ts";

/** A port as configured. */
export interface P1PortPlan extends Omit<P1PortOptions, "clock" | "open"> {
  readonly portId: string;
  /** Absent where telegrams are fed by hand. */
  readonly open?: P1PortOptions["open"];
  /** Told from the telegram when absent. */
  readonly country?: P1Country;
}

/** A meter behind a port. */
export interface P1MeterPlan {
  readonly meterId: string;
  readonly portId: string;
  readonly profile: P1Profile;
  /** Equipment id of a sub-meter. */
  readonly equipmentId?: string;
}

/** What the host needs. */
export interface P1MetersOptions {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly ports: readonly P1PortPlan[];
  readonly meters: readonly P1MeterPlan[];
}

/** The state of a port, for the health page. */
export interface P1PortHealth {
  readonly portId: string;
  readonly open: boolean;
  readonly fault: string | undefined;
  readonly newestAtMs: number | undefined;
  readonly counts: P1Counts;
}

interface Place {
  readonly plan: P1PortPlan;
  readonly port: P1Port | undefined;
  readonly mailbox: P1Mailbox;
}

/** Wall time that a telegram may lie ahead of a clock that has stepped back. */
const stepMsMax = 5000;

/** Reads P1 meters. */
export class P1Meters {
  readonly #options: P1MetersOptions;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #meters: ReadonlyMap<string, P1MeterPlan>;

  constructor(options: P1MetersOptions) {
    this.#options = options;
    this.#places = new Map(
      options.ports.map((plan) => [plan.portId, placeOf(plan, options.clock)]),
    );
    this.#meters = new Map(options.meters.map((meter) => [meter.meterId, meter]));
  }

  /** Begins to open every port. */
  start(): void {
    for (const { port } of this.#places.values()) port?.start();
  }

  /** Closes every port. */
  stop(): void {
    for (const { port } of this.#places.values()) port?.stop();
  }

  /** Feeds bytes of a port by hand, as the demo's history does; unknown ports are ignored. */
  feed(portId: string, bytes: Uint8Array, receivedAtMs: number): void {
    this.#places.get(portId)?.mailbox.feed(bytes, receivedAtMs);
  }

  /**
   * The newest reading of a meter; never throws.
   *
   * @param meterId A meter of the plan.
   * @param options maxAgeMs: the greatest age of the telegram.
   * @returns A count or the reason for none for every counter of the profile.
   */
  takeForRound(meterId: string, options: { readonly maxAgeMs: number }): MeterReading {
    const nowMs = this.#options.clock.nowMs();
    const meter = this.#meters.get(meterId);
    const place = meter === undefined ? undefined : this.#places.get(meter.portId);
    if (meter === undefined || place === undefined) {
      return { meterId, counters: [], live: [], latencyMs: null };
    }
    const kept = freshTelegram(place, meter, nowMs, options.maxAgeMs);
    if (kept.kind === "none") return missing(meter, nowMs, kept);
    return this.#decode(meter, place.plan, kept.telegram);
  }

  /** The newest telegram of the port a meter is behind; null when none has come. */
  newest(meterId: string): KeptTelegram | null {
    const portId = this.#meters.get(meterId)?.portId;
    return portId === undefined ? null : (this.#places.get(portId)?.mailbox.newest ?? null);
  }

  /** Every port with what came through it. */
  health(): P1PortHealth[] {
    return [...this.#places].map(([portId, { port, mailbox }]) => ({
      portId,
      open: port?.state.open ?? false,
      fault: port?.state.fault,
      newestAtMs: mailbox.newest?.receivedAtMs,
      counts: mailbox.counts,
    }));
  }

  #decode(meter: P1MeterPlan, port: P1PortPlan, kept: KeptTelegram): MeterReading {
    const { timeZone } = this.#options;
    const decoded = decodeP1(meter.profile, kept.telegram, {
      timeZone,
      receivedAtMs: kept.receivedAtMs,
      ...(port.country === undefined ? {} : { country: port.country }),
      ...(meter.equipmentId === undefined ? {} : { equipmentId: meter.equipmentId }),
    });
    const { serialNumber } = decoded;
    return {
      meterId: meter.meterId,
      counters: Object.entries(meter.profile.counters).map(([counterId, spec]) => ({
        counterId,
        observed: decoded.counts[counterId] ?? { kind: "none", reason: "not-available" },
        raw: evidenceOf(spec, kept.telegram),
        takenAtMs: kept.receivedAtMs,
      })),
      ...(serialNumber === undefined ? {} : { serialNumber }),
      live: meter.profile.subMeterTypes === null ? liveOf(kept, timeZone) : [],
      latencyMs: null,
    };
  }
}

type Fresh =
  | { readonly kind: "telegram"; readonly telegram: KeptTelegram }
  | { readonly kind: "none"; readonly reason: MissingReason; readonly detail: string };

function freshTelegram(place: Place, meter: P1MeterPlan, nowMs: number, maxAgeMs: number): Fresh {
  const { newest, lastFaultAtMs } = place.mailbox;
  const ageMs = newest === undefined ? Number.POSITIVE_INFINITY : nowMs - newest.receivedAtMs;
  if (newest !== undefined && ageMs <= maxAgeMs && ageMs >= -stepMsMax) {
    if (newest.crc === "absent" && meter.profile.checksum === "required") {
      return { kind: "none", reason: "bad-crc", detail: "The telegram has no checksum." };
    }
    return { kind: "telegram", telegram: newest };
  }
  if (place.port !== undefined && !place.port.state.open) {
    const detail = place.port.state.fault ?? "The port is not open yet.";
    return { kind: "none", reason: "bus-down", detail };
  }
  if (lastFaultAtMs !== undefined && nowMs - lastFaultAtMs <= maxAgeMs) {
    return { kind: "none", reason: "bad-crc", detail: "Every telegram came garbled." };
  }
  if (newest === undefined) {
    return { kind: "none", reason: "no-message", detail: "No telegram has come." };
  }
  const detail = `The newest telegram is ${Math.round(ageMs / 1000)} s old.`;
  return { kind: "none", reason: "stale-message", detail };
}

function missing(
  meter: P1MeterPlan,
  takenAtMs: number,
  none: { readonly reason: MissingReason; readonly detail: string },
): MeterReading {
  const { reason, detail } = none;
  return {
    meterId: meter.meterId,
    counters: Object.keys(meter.profile.counters).map((counterId) => ({
      counterId,
      observed: { kind: "none", reason, detail },
      raw: new Uint8Array(0),
      takenAtMs,
    })),
    live: [],
    latencyMs: null,
  };
}

function liveOf(kept: KeptTelegram, timeZone: string): LiveReading[] {
  const live = liveValues(kept.telegram, timeZone);
  const watts: [string, number | undefined][] = [
    ["importPower", live.importW],
    ["exportPower", live.exportW],
    ["quarterHourPower", live.quarterHourW],
    ["monthPeakPower", live.monthPeak?.powerW],
  ];
  return watts.flatMap(([name, amount]) =>
    amount === undefined ? [] : [{ name, value: { amount, decimals: 0 }, unit: "W" }],
  );
}

function placeOf(plan: P1PortPlan, clock: Clock): Place {
  const { open, sevenBits = false } = plan;
  if (open === undefined) return { plan, port: undefined, mailbox: new P1Mailbox({ sevenBits }) };
  const port = new P1Port({ clock, open, sevenBits });
  return { plan, port, mailbox: port.mailbox };
}
