/** How the soak was run. */
export interface SoakRun {
  readonly months: number;
  readonly rtu: number;
  readonly mqtt: number;
  readonly tookMs: number;
}
