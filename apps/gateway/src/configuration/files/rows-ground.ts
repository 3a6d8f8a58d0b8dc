/** What rows of channels are read against. */

/** What the rows are put into. */
export interface RowsGround {
  /** The configuration in force, with SECRET_KEPT where secrets are. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Names of meters that exist or existed: a new meter never gets one of them. */
  readonly takenIds: ReadonlySet<string>;
  readonly profileIds: readonly string[];
  /** "261126": goes into names of new meters. */
  readonly day: string;
}
