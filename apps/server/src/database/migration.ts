/** One step of the database's form; applied once, in order, never altered after a release. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}
