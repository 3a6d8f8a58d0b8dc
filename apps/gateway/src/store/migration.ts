/** One step of the form of gateway.db; applied once, in order, never altered after a release. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}
