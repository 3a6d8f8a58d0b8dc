/** What persons on site know and when they say it. True time throughout; indexes in micro-units. */

/** A meter exchanged, or a register that began anew, from the installer's protocol. */
export interface SiteChange {
  readonly kind: "exchanged" | "set-back";
  readonly meterId: string;
  readonly atMs: number;
  /** From when on the property manager knows of it. */
  readonly knownMs: number;
  /** Of the new meter as it tells it to a reader; null where it tells none. */
  readonly serial: string | null;
  /** By counter, in millionths of a kWh or m³ as the displays showed them. */
  readonly indexes: Readonly<
    Record<string, { readonly oldEnd: number; readonly newStart: number }>
  >;
}

/** What an unseen fault does to figures, and so what it may excuse. */
type Explains =
  /** From that instant on the counters stand so much higher, in millionths of a kWh or m³. */
  | { readonly kind: "jump"; readonly micro: Readonly<Record<string, number>> }
  /** A figure may be so old. */
  | { readonly kind: "old"; readonly ageMs: number };

/** A fault that cannot be seen from the wire. */
export interface InvisibleFault {
  readonly meterId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly what: string;
  /** What would make it visible. */
  readonly remedy: string;
  readonly explains: Explains;
}

/** Everything that persons know. */
export interface SiteNotes {
  readonly changes: readonly SiteChange[];
  /** Meters whose waiting readings nobody ever answers. */
  readonly neglected: ReadonlySet<string>;
  /** What nothing on the wire can show. */
  readonly invisible: readonly InvisibleFault[];
}
