/** The kinds of meter that a made-up building is furnished with. */

import type { Load, PlainPayload } from "../scenario/scenario.ts";

/** What a kind of meter measures. */
type Measured = "power" | "heat" | "water" | "gas";

/** One kind. */
export interface MeterKind {
  readonly profile: string;
  readonly measures: Measured;
  /** What its display shows at the finest, in micro-units; by counter where they differ. */
  readonly stepMicro: number;
  readonly stepOf?: Readonly<Record<string, number>>;
  /** How its serial number is told to a reader; null where it tells none. */
  readonly serial: "digits" | "letters" | null;
  /**
   * Highest start index: a float of 24 bits still shows a thousandth at 16 000, and registers of some
   * kinds are short.
   */
  readonly startMax: number;
  /** Where its only register begins again at 0, in units. */
  readonly rollsOverAt?: { readonly counterId: string; readonly units: number };
  /** Whether it counts import alone or both directions in one register. */
  readonly oneWay?: "import" | "total";
  /** A device for one appliance. */
  readonly small?: true;
  /** Whether its messages tell when the meter was read. */
  readonly tellsTime?: true;
  /** Whether its messages name the unit of their figures. */
  readonly namesUnit?: true;
  readonly plain?: PlainPayload;
}

/** Up to here a float of 24 bits shows thousandths, with some years of consumption to come. */
export const shortFloatMax = 15_000;
const usualMax = 90_000;
const thousandth = 1000;
const hundredth = 10_000;
const tenth = 100_000;
const one = 1_000_000;

function power(
  profile: string,
  stepMicro: number,
  serial: MeterKind["serial"],
  startMax = usualMax,
): MeterKind {
  return { profile, measures: "power", stepMicro, serial, startMax };
}

function warmth(
  profile: string,
  stepMicro: number,
  volumeStep: number,
  serial: MeterKind["serial"],
): MeterKind {
  const stepOf = { volume: volumeStep };
  return { profile, measures: "heat", stepMicro, stepOf, serial, startMax: shortFloatMax };
}

function message(profile: string, measures: Measured, more: Partial<MeterKind> = {}): MeterKind {
  return {
    ...{ profile, measures, stepMicro: thousandth, serial: null, startMax: 30_000 },
    ...more,
  };
}

/** Kinds on a bus. */
export const busKinds: readonly MeterKind[] = [
  power("eastron-sdm120", thousandth, "digits", shortFloatMax),
  power("eastron-sdm220", thousandth, "digits", shortFloatMax),
  power("eastron-sdm230", thousandth, "digits", shortFloatMax),
  power("eastron-sdm630", thousandth, "digits", shortFloatMax),
  power("eastron-sdm72d-m", thousandth, null, shortFloatMax),
  power("abb-b21", hundredth, "digits"),
  power("abb-b23", hundredth, "digits"),
  { ...power("schneider-iem3150", thousandth, "digits"), oneWay: "import" },
  power("schneider-iem3155", thousandth, "digits"),
  power("gavazzi-em112", tenth, "letters"),
  power("gavazzi-em340", tenth, "letters"),
  power("gavazzi-em24-rs485", tenth, "letters"),
  power("inepro-pro380", thousandth, "digits", shortFloatMax),
  power("siemens-pac1600", thousandth, null),
  power("siemens-pac2200", thousandth, null),
  power("dzg-dvh4013", thousandth, null),
  power("emm220", thousandth, null, shortFloatMax),
  power("saia-ale3", hundredth, null),
  power("socomec-countis-e34", hundredth, null),
  power("orno-we516", thousandth, null, shortFloatMax),
  { ...power("orno-we504", thousandth, null), oneWay: "total" },
  warmth("calorie", tenth, thousandth, null),
  warmth("kamstrup", tenth, thousandth, "digits"),
  warmth("kamstrup-multical-301", one, hundredth, "digits"),
  warmth("diehl-sharky-775", tenth, thousandth, "digits"),
  warmth("sontex-supercal-531", tenth, thousandth, null),
  message("water", "water"),
];

/** Kinds on a bus whose register comes to its end. */
export const rollingKinds: readonly MeterKind[] = [
  {
    ...power("orno-we514", hundredth, null, 1_000_000),
    oneWay: "total",
    rollsOverAt: { counterId: "total", units: 1_000_000 },
  },
  {
    // Near its end a float of 24 bits shows sixteenths.
    ...power("eastron-sdm72d-m-v2", 62_500, "digits", 1_000_000),
    rollsOverAt: { counterId: "import", units: 1_000_000 },
  },
];

const told = { serial: "letters", tellsTime: true, namesUnit: true } as const;

/** Kinds that speak by message. */
export const messageKinds: readonly MeterKind[] = [
  message("mqtt", "power", told),
  message("mqtt", "power", told),
  message("mqtt-water", "water", told),
  message("mqtt-gas", "gas", told),
  message("mqtt-heat", "heat", told),
  message("mqtt-shelly-pro-3em", "power", { stepMicro: 10 }),
  message("mqtt-shelly-plug", "power", { stepMicro: 1, oneWay: "import", small: true }),
  message("mqtt-tasmota", "power", { oneWay: "import", small: true }),
  message("mqtt-z2m-water", "water"),
  message("mqtt-z2m-energy", "power"),
  message("mqtt-wmbus-water", "water", { serial: "digits", tellsTime: true }),
  message("mqtt-wmbus-heat", "heat", { serial: "digits", tellsTime: true }),
  message("mqtt-generic", "power", {
    oneWay: "import",
    plain: { pointer: "/energy/total", unit: "Wh", decimals: 0 },
  }),
  message("mqtt-generic", "water", { plain: { pointer: "", unit: "m3", decimals: 3 } }),
];

/** The counter that a channel of such a load bills first. */
export function billedCounter(load: Load | undefined): "import" | "energy" | "volume" {
  switch (load?.kind) {
    case "heat":
      return "energy";
    case "water":
    case "gas":
      return "volume";
    default:
      return "import";
  }
}

/** What such a load can draw in an hour at the most, in units. */
export function mostPerHour(load: Load | undefined): number {
  switch (load?.kind) {
    case "heat":
      return 40;
    case "water":
      return 2.5;
    case "gas":
      return 16;
    default:
      return 43.5;
  }
}
