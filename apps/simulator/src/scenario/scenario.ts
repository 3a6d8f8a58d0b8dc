/**
 * A building to be simulated, as written in its scenario file: what hangs where, what is consumed,
 * what goes wrong. The simulator knows nothing else of the building.
 */

import type { Fault } from "./faults.ts";

/** What a meter measures. Yearly figures are what a usual year comes to, not a promise. */
export type Load =
  /** A flat; with panels of its own it also injects. Counters: import, export. */
  | { readonly kind: "household"; readonly yearlyKwh: number; readonly solarYearlyKwh?: number }
  /** Counter: import, export (always 0). */
  | { readonly kind: "common"; readonly yearlyKwh: number }
  /** Panels of the building. Counters: export, import (always 0). */
  | { readonly kind: "solar"; readonly yearlyKwh: number }
  /**
   * Everything behind the meters fed, with losses on the way. Counters: import and export by tariff
   * (importDay, importNight, exportDay, exportNight), and their sums import and export.
   */
  | { readonly kind: "main"; readonly feeds: readonly string[]; readonly lossPermille: number }
  /** Counters: energy, volume. */
  | { readonly kind: "heat"; readonly yearlyKwh: number }
  /** Counter: volume. */
  | { readonly kind: "water"; readonly yearlyM3: number }
  /** Counter: volume. */
  | { readonly kind: "gas"; readonly yearlyM3: number };

/** Where a meter is heard. */
export type Place =
  | { readonly kind: "bus"; readonly bus: string; readonly address: number }
  /** Told from its neighbours by its serial number. */
  | { readonly kind: "p1"; readonly port: string }
  | {
      readonly kind: "mqtt";
      readonly mac: string;
      readonly deviceChannel: number;
      readonly token: string;
      readonly topic?: string;
      /** What a device of no known family writes: one figure. */
      readonly plain?: PlainPayload;
      readonly everySeconds: number;
    };

/** One figure alone, or in JSON at a pointer of names. */
export interface PlainPayload {
  /** "" where the payload is the figure alone; "/energy/total" where it stands in an object. */
  readonly pointer: string;
  readonly unit: "kWh" | "Wh" | "m3" | "L";
  /** Digits after the point, in `unit`. */
  readonly decimals: number;
}

/** One pulse input: a mechanical meter that closes a contact. */
export interface PulseInput {
  readonly load: Load;
  readonly pulsesPerUnit: number;
  /** Count at the start. */
  readonly startCount: number;
}

/** A meter put in the place of another: same place, other serial number, other indexes. */
export interface Exchange {
  readonly atMs: number;
  readonly serialNumber: string;
  /** Indexes of the meter put in, in units; 0 for a counter that is not named. */
  readonly start: Readonly<Record<string, number>>;
}

/** One meter. */
export interface ScenarioMeter {
  readonly id: string;
  readonly profile: string;
  readonly place: Place;
  readonly serialNumber: string;
  /** Absent on a pulse counter, which has inputs instead. */
  readonly load?: Load;
  readonly inputs: Readonly<Record<string, PulseInput>>;
  /** Indexes at the building's start, in units; 0 for a counter that is not named. */
  readonly start: Readonly<Record<string, number>>;
  /** Where a register begins again at 0, in units (pulses of an input); never for the others. */
  readonly rollsOverAt: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
  readonly exchanges: readonly Exchange[];
}

/** One line of meters, served on a TCP port. */
export interface ScenarioBus {
  readonly id: string;
  readonly framing: "rtu" | "mbap";
  readonly port: number;
}

/** One P1 port, served on a TCP port. */
export interface ScenarioP1Port {
  readonly id: string;
  readonly port: number;
  readonly intervalMs: number;
}

/** The whole building. */
export interface Scenario {
  readonly seed: number;
  /** IANA name; the zone that telegrams and messages tell their time in. */
  readonly timeZone: string;
  /** When counters stand at their start; a whole hour. */
  readonly startMs: number;
  readonly buses: readonly ScenarioBus[];
  readonly p1Ports: readonly ScenarioP1Port[];
  /** The broker that devices log in to; null without MQTT. */
  readonly brokerPort: number | null;
  readonly meters: readonly ScenarioMeter[];
}
