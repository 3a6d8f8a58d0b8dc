/** What persons on site know and when they say it. True time throughout; indexes as displays show them. */

/** A meter exchanged, or a register that began anew, from the installer's protocol. */
export interface SiteChange {
  readonly kind: "exchanged" | "set-back";
  readonly meterId: string;
  readonly atMs: number;
  /** From when on the property manager knows of it. */
  readonly knownMs: number;
  /** Of the new meter as it tells it to a reader; null where it tells none. */
  readonly serial: string | null;
  /** By counter, decimal texts in the unit of the display. */
  readonly indexes: Readonly<
    Record<string, { readonly oldEnd: string; readonly newStart: string }>
  >;
}

/** Everything that persons know. */
export interface SiteNotes {
  readonly changes: readonly SiteChange[];
  /** Meters whose waiting readings nobody ever answers. */
  readonly neglected: ReadonlySet<string>;
}
