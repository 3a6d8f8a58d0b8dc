/**
 * The form of a meter profile: a meter kind as data. Addresses are zero-based, as on the wire. A
 * profile says where each counter stands, what one count is worth, what means "not available" and
 * which public document it rests on; its vectors prove it. No code knows a meter by name.
 */

import type { CounterId, Medium, Ratio } from "@mega/domain";
import type { ManualProfile } from "./manual/manual-profile.ts";
import type { RawUnit } from "./mqtt/decimal-count.ts";
import type { MqttProfile } from "./mqtt/mqtt-profile.ts";
import type { P1Profile } from "./p1/p1-profile.ts";

/** How the words of one number are to be understood. */
export type NumberType = "u16" | "s16" | "u32" | "s32" | "u64" | "s64" | "float32" | "float64";

/** Which word of a number comes first on the wire. */
export type WordOrder = "high-first" | "low-first";

/** 3 reads holding words, 4 reads input words. */
export type ReadFunction = 3 | 4;

/** The unit a counter has in the meter; a pulse gets its unit and weight from the installer. */
export type MeterUnit = Exclude<RawUnit, "Wmin"> | "pulse";

/** Where a number stands. */
export interface NumberAt {
  readonly function: ReadFunction;
  /** Zero-based, as on the wire: 0 to 65535. */
  readonly wordAddress: number;
  readonly type: NumberType;
  readonly wordOrder: WordOrder;
}

/** Which way a counter counts; "configured" where a setting in the meter decides it. */
export type Direction = "import" | "export" | "total" | "forward" | "reverse" | "configured";

/** A register that must hold a certain mode, or the counter means something else. */
export interface ModeCheck extends NumberAt {
  /** Values under which the counter has the meaning the profile gives it. */
  readonly allowed: readonly number[];
  readonly meaning: string;
}

/** A unit that meters of one kind are ordered with. */
export interface UnitChoice {
  readonly unit: MeterUnit;
  readonly step: string;
  /** What the unit register then holds. */
  readonly code?: number;
}

/** The part of a counter after the point, in a number of its own. */
export interface FractionAt extends NumberAt {
  /** What one count of the fraction is worth, in the counter's unit; a power of ten. */
  readonly step: string;
}

/** One counter of a meter. */
export interface ModbusCounter extends NumberAt {
  readonly medium?: Medium;
  readonly direction: Direction;
  readonly obis?: string;
  readonly unit: MeterUnit;
  /** Worth of one count in `unit`, or what a float is rounded to; a power of ten as text. */
  readonly step: string;
  /** An exact factor on top of the step, where a meter counts in odd portions. */
  readonly multiplier?: Ratio;
  readonly fraction?: FractionAt;
  /** Numbers of the same kind, unit and step that are added: tariffs of a meter without a total. */
  readonly plus?: readonly NumberAt[];
  /** Other units the meter may be ordered with; the installer declares which one it is. */
  readonly unitChoices?: readonly UnitChoice[];
  /** What this register holds while the meter counts in `unit`. */
  readonly unitCode?: number;
  /** A register that tells the unit; it must agree with the declared one, or there is no count. */
  readonly unitFrom?: NumberAt;
  readonly modeCheck?: ModeCheck;
  /** "absolute" where the meter counts downwards from 0; otherwise a negative is no count. */
  readonly sign?: "positive" | "absolute";
  /** Bit patterns that are no value, high word first; replaces the list of the type. */
  readonly invalid?: readonly string[];
  /** The index, in `unit`, at which the counter starts again at 0; null when it is not known. */
  readonly rollsOverAt: string | null;
  /** In the unit of billing; null where the installer must give it. */
  readonly ratedMaximumPerHour: string | null;
}

/** Units of values of the moment. */
export type LiveUnit =
  | "W"
  | "kW"
  | "var"
  | "kvar"
  | "V"
  | "A"
  | "Hz"
  | "°C"
  | "K"
  | "L/h"
  | "m3/h"
  | "1";

/** A value of the moment. */
export interface ModbusLive extends NumberAt {
  readonly unit: LiveUnit;
  /** Worth of one count in `unit`, or what a float is rounded to; a power of ten as text. */
  readonly step: string;
  readonly invalid?: readonly string[];
}

/** Where the serial number stands. */
export type SerialNumberAt =
  | (NumberAt & { readonly form: "number" })
  | {
      readonly form: "hex" | "ascii" | "utf16";
      readonly function: ReadFunction;
      readonly wordAddress: number;
      readonly wordCount: number;
    };

/** A number that tells one meter kind from another. */
export interface Identification extends NumberAt {
  readonly values: readonly number[];
  readonly evidence: string;
}

/** What the meter stands on the bus. */
export interface ModbusLimits {
  readonly maxWordsPerRead: number;
  /** Whether words nobody asked for may be read along. */
  readonly holesAllowed: boolean;
  /** Silence between two questions to this meter. */
  readonly minGapMs: number;
}

/** The line as the meter leaves the factory. */
export interface BusDefaults {
  readonly transports: readonly ("rtu" | "tcp")[];
  readonly baud: number;
  readonly format: "8N1" | "8E1" | "8O1" | "8N2";
  readonly unitAddress: number;
}

/** How far the map can be trusted. */
export type ProfileStatus =
  | "verified-by-vendor-and-code"
  | "two-sources"
  | "one-source"
  | "generic";

/** A dump of words with what must come out of it. */
export interface ModbusVector {
  /** From a real meter, from the vendor's document, or computed by hand from the document. */
  readonly origin: "captured" | "vendor-example" | "derived";
  readonly note?: string;
  /** "function:address" of the first word → words as "0x….". */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** The units declared at commissioning, where they differ from the profile's. */
  readonly units?: DeclaredUnits;
  /** "1234.560 kWh" of each counter; null where there must be none. */
  readonly expect: Readonly<Record<CounterId, string | null>>;
  readonly expectLive?: Readonly<Record<string, string | null>>;
  readonly expectSerialNumber?: string;
}

/** A meter kind read over Modbus. */
export interface ModbusProfile {
  readonly id: string;
  readonly kind: "modbus";
  readonly brand: string;
  readonly model: string;
  readonly alsoKnownAs: readonly string[];
  readonly medium: Medium;
  readonly status: ProfileStatus;
  readonly source: {
    readonly document: string;
    /** The page, or the table where the document has no pages. */
    readonly page: string;
    /** YYYY-MM-DD. */
    readonly checkedOn: string;
  };
  readonly bus: BusDefaults;
  readonly limits: ModbusLimits;
  readonly counters: Readonly<Record<CounterId, ModbusCounter>>;
  readonly live: Readonly<Record<string, ModbusLive>>;
  readonly serialNumber: SerialNumberAt | null;
  readonly identification: readonly Identification[];
  /** Words that must never be written: they reset counters or change what they mean. */
  readonly writesNever: readonly { readonly wordAddress: number; readonly why: string }[];
  readonly notes: Readonly<Record<"en" | "fr" | "nl" | "de", string>>;
  readonly vectors: readonly ModbusVector[];
}

/** A meter kind, by the way it is read. */
export type MeterProfile = ManualProfile | ModbusProfile | MqttProfile | P1Profile;

/** The units declared at commissioning, by counter, where they differ from the profile's. */
export type DeclaredUnits = Readonly<Record<CounterId, MeterUnit>>;

/** Words of each number type. */
export const wordCountOf: Readonly<Record<NumberType, 1 | 2 | 4>> = {
  u16: 1,
  s16: 1,
  u32: 2,
  s32: 2,
  u64: 4,
  s64: 4,
  float32: 2,
  float64: 4,
};
