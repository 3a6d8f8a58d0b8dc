/**
 * The form of a profile for meters that nobody can ask: a person reads the display and types the
 * index. A profile is data; check-manual.ts checks it.
 */

import type { Medium } from "@mega/domain";
import type { RawUnit } from "../mqtt/decimal-count.ts";

/** One counter of the display. */
interface ManualCounterSpec {
  /** Units the display may show, each with what can pass at most in an hour, in the unit of billing. */
  readonly units: Readonly<Partial<Record<RawUnit, { readonly ratedMaximumPerHour: string }>>>;
}

/** What the installer reads from the plate and the display. */
export interface ManualSettings {
  /** Unit of the display. */
  readonly unit: string;
  /** Digits after the point, 0 to 6. */
  readonly decimals: number;
  /** Decimal text in the unit of the display: the index it shows 0 instead of. */
  readonly rolloverAt?: string;
}

/** Typed indexes with the counts they must give, or why they are refused. */
interface ManualVector extends ManualSettings {
  readonly index: Readonly<Record<string, string>>;
  readonly expect: Readonly<Record<string, number | string>>;
}

/** A kind of meter whose index a person types. */
export interface ManualProfile {
  readonly id: string;
  readonly kind: "manual";
  readonly brand: string;
  readonly model: string;
  readonly alsoKnownAs: readonly string[];
  readonly medium: Medium;
  readonly source: { readonly document: string; readonly section: string };
  readonly counters: Readonly<Record<string, ManualCounterSpec>>;
  readonly notes: Readonly<Record<"en" | "fr" | "nl" | "de", string>>;
  readonly vectors: readonly ManualVector[];
}
