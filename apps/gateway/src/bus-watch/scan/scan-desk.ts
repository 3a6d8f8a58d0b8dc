/** The scans of all buses: at most one runs on each, and the last one stays to be looked at. */

import type { ScanProgress, ScanRequest, ScanState } from "@mega/contract";
import { type Clock, MegaError } from "@mega/domain";
import { type ScanOptions, ScanRun } from "./scan-run.ts";

/** What scans have in common. */
export interface ScanDeskOptions {
  readonly clock: Clock;
  readonly buses: ScanOptions["buses"];
  readonly newId: () => string;
  readonly roundRuns: () => boolean;
  readonly onProgress: (progress: ScanProgress) => void;
  readonly onFailure: (error: unknown) => void;
}

/** A bus to be scanned. */
export type ScannedBus = Pick<ScanOptions, "busId" | "known" | "timeoutMs" | "perAddressMs">;

/** Starts, finds and ends scans. */
export class ScanDesk {
  readonly #options: ScanDeskOptions;
  /** One for each configured bus at most. */
  readonly #runs = new Map<string, { readonly run: ScanRun; readonly over: Promise<void> }>();

  constructor(options: ScanDeskOptions) {
    this.#options = options;
  }

  /** Begins a scan; throws CONFLICT while another one of the bus runs. */
  start(bus: ScannedBus, { from, to }: ScanRequest): ScanState {
    if (this.runs(bus.busId)) {
      throw new MegaError("CONFLICT", `A scan of bus ${bus.busId} runs already`, {
        hint: "Wait for its end or cancel it.",
      });
    }
    const { clock, buses, newId, roundRuns, onProgress, onFailure } = this.#options;
    const common = { jobId: newId(), clock, buses, roundRuns, onProgress };
    const run = new ScanRun({ ...common, ...bus, from, to });
    this.#runs.set(bus.busId, { run, over: run.run().catch(onFailure) });
    return { job: run.job() };
  }

  /** Whether a scan of the bus runs. */
  runs(busId: string): boolean {
    const found = this.#runs.get(busId);
    return found !== undefined && !found.run.ended;
  }

  /** The scan of a bus that runs, or the last one. */
  state(busId: string): ScanState {
    return { job: this.#runs.get(busId)?.run.job() ?? null };
  }

  /** Ends the scan of a bus, if one runs; resolves when its last probe is over. */
  async cancel(busId: string): Promise<ScanState> {
    const found = this.#runs.get(busId);
    found?.run.cancel();
    await found?.over;
    return this.state(busId);
  }

  /** Ends every scan. */
  async stop(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((busId) => this.cancel(busId)));
  }
}
