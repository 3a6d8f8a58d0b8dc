/**
 * The watch over the buses of one configuration: gathers what the bus thread counted, keeps the last
 * day, and answers the bus page. Begun and stopped with the configuration it belongs to.
 */

import type {
  BusConfig,
  BusHealth,
  FramePage,
  FramesQuery,
  FramesTextQuery,
  LineCheck,
  MeterTest,
  MeterTestRequest,
  ScanProgress,
  ScanRequest,
  ScanState,
} from "@mega/contract";
import { type Clock, MegaError, sleep } from "@mega/domain";
import type { Installation, PlannedInstallation, ProfileSet } from "@mega/installation";
import type { BusHost } from "../acquisition/bus/bus-host.ts";
import type { RoundRecord } from "../acquisition/round-record.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import { fileQueryOf, framePageOf, frameQueryOf, frameTextOf } from "./frames/frame-answers.ts";
import { busHealthOf } from "./health/bus-health.ts";
import { metersOnBus } from "./health/meters-on-bus.ts";
import { checkLine } from "./line/check-line.ts";
import { linkText } from "./link-text.ts";
import type { HeardMeter } from "./meter-test/message-meter-test.ts";
import { testMeter } from "./meter-test/test-meter.ts";
import { probeTimeoutMs, silentAddressMs } from "./scan/probe-time.ts";
import { ScanDesk } from "./scan/scan-desk.ts";
import { CellBook } from "./store/cell-book.ts";
import { CellStore } from "./store/cell-store.ts";

/** What a watch stands on. */
export interface BusWatchOptions {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly planned: PlannedInstallation;
  readonly profiles: ProfileSet;
  readonly buses: BusHost;
  readonly database: GatewayDatabase;
  /** The round that runs, or the newest one. */
  readonly latestRound: () => RoundRecord | undefined;
  readonly heard: (meterId: string) => HeardMeter | null;
  readonly newId: () => string;
  readonly onProgress: (progress: ScanProgress) => void;
  readonly onFailure: (error: unknown) => void;
}

/** How often counts are taken from the bus thread, and how many takings lie between two saves. */
const TAKE_MS = 5 * 60_000;
const TAKES_A_SAVE = 12;
/** A line check waits this long for a round to end. */
const ROUND_WAIT_MS_MAX = 30_000;
const LOOK_AGAIN_MS = 200;

/** Watches the buses. */
export class BusWatch {
  readonly #options: BusWatchOptions;
  readonly #book = new CellBook();
  readonly #store: CellStore;
  readonly #desk: ScanDesk;
  readonly #checking = new Set<string>();
  #roundTookMs: number | null = null;
  #takes = 0;
  #begun = false;
  #cancelTake: (() => void) | undefined;

  constructor(options: BusWatchOptions) {
    this.#options = options;
    this.#store = new CellStore(options.database);
    const { clock, buses, newId, onProgress, onFailure } = options;
    const roundRuns = () => this.#roundRuns();
    this.#desk = new ScanDesk({ clock, buses, newId, roundRuns, onProgress, onFailure });
  }

  /** Takes up the last day and begins to gather. */
  start(): void {
    const { clock, onFailure } = this.#options;
    this.#begun = true;
    try {
      this.#store.load(this.#book, clock.nowMs());
    } catch (error) {
      onFailure(error);
    }
    this.#schedule();
  }

  /** Ends scans, gathers once more and saves; before the buses are stopped. */
  async stop(): Promise<void> {
    this.#cancelTake?.();
    await this.#desk.stop();
    if (!this.#begun) return;
    await this.#take();
    this.#save();
  }

  /** Notes how long a round over all meters took. */
  roundEnded(record: RoundRecord): void {
    if (record.channelNo !== null || record.endedAtMs === null) return;
    this.#roundTookMs = Math.max(0, Math.round(record.endedAtMs - record.startedAtMs));
  }

  /** GET /buses/:busId/health. */
  async health(busId: string): Promise<BusHealth> {
    const bus = this.#bus(busId);
    await this.#take();
    const { buses, clock, installation } = this.#options;
    const reports = await buses.statistics();
    const nowMs = clock.nowMs();
    return busHealthOf({
      bus,
      linkText: linkText(bus),
      statistics: reports.find((report) => report.busId === busId)?.statistics,
      meters: metersOnBus(installation, busId),
      cells: this.#book.day(busId, nowMs),
      roundTookMs: this.#roundTookMs,
      nowMs,
    });
  }

  /** GET /buses/:busId/frames. */
  async frames(busId: string, query: FramesQuery): Promise<FramePage> {
    const bus = this.#bus(busId);
    const answer = await this.#options.buses.frames(busId, frameQueryOf(query));
    return framePageOf(answer, transportOf(bus));
  }

  /** GET /buses/:busId/frames.txt. */
  async framesText(busId: string, query: FramesTextQuery): Promise<string> {
    const bus = this.#bus(busId);
    const answer = await this.#options.buses.frames(busId, fileQueryOf(query));
    return frameTextOf(answer, transportOf(bus), busId);
  }

  /** POST /buses/:busId/scan. */
  startScan(busId: string, request: ScanRequest): ScanState {
    const bus = this.#bus(busId);
    if (this.#checking.has(busId)) throw this.#busy(busId);
    const timeoutMs = request.timeoutMs ?? probeTimeoutMs(bus);
    const perAddressMs = silentAddressMs(bus, timeoutMs);
    const known = new Map(
      metersOnBus(this.#options.installation, busId).map(({ address, meter, channels }) => {
        const channelNos = channels.map(({ channelNo }) => channelNo);
        return [address, { meterId: meter.id, channels: channelNos }] as const;
      }),
    );
    return this.#desk.start({ busId, known, timeoutMs, perAddressMs }, request);
  }

  /** GET /buses/:busId/scan. */
  scan(busId: string): ScanState {
    return this.#desk.state(this.#bus(busId).id);
  }

  /** DELETE /buses/:busId/scan. */
  cancelScan(busId: string): Promise<ScanState> {
    return this.#desk.cancel(this.#bus(busId).id);
  }

  /** POST /buses/:busId/line-check; waits for a round that runs. */
  async checkLine(busId: string): Promise<LineCheck> {
    const bus = this.#bus(busId);
    if (this.#checking.has(busId) || this.#desk.runs(busId)) throw this.#busy(busId);
    this.#checking.add(busId);
    try {
      await this.#waitForRound(busId);
      const { clock, buses } = this.#options;
      const { state, meters } = await this.health(busId);
      const addresses = [...meters].reverse().map(({ address }) => address);
      return await checkLine({ clock, buses, bus, up: state === "up", addresses });
    } finally {
      this.#checking.delete(busId);
    }
  }

  /** POST /tests/meter. */
  testMeter(request: MeterTestRequest): Promise<MeterTest> {
    const { clock, planned, profiles, buses, heard, installation } = this.#options;
    const configuredBuses = installation.buses;
    return testMeter(request, { clock, planned, profiles, configuredBuses, buses, heard });
  }

  #bus(busId: string): BusConfig {
    const found = this.#options.installation.buses.find(({ id }) => id === busId);
    if (found !== undefined) return found;
    const known = this.#options.installation.buses.map(({ id }) => id).join(", ");
    throw new MegaError("NOT_FOUND", `No bus is called ${busId}`, {
      hint: known === "" ? "No bus is configured." : `Configured: ${known}.`,
      context: { busId },
    });
  }

  #roundRuns(): boolean {
    const record = this.#options.latestRound();
    return record !== undefined && record.endedAtMs === null;
  }

  async #waitForRound(busId: string): Promise<void> {
    const { clock } = this.#options;
    const untilMs = clock.monotonicMs() + ROUND_WAIT_MS_MAX;
    while (this.#roundRuns()) {
      if (clock.monotonicMs() >= untilMs) throw this.#busy(busId);
      await sleep(clock, LOOK_AGAIN_MS);
    }
  }

  #busy(busId: string): MegaError {
    return new MegaError("CONFLICT", `Bus ${busId} is busy with a round, a scan or a check`, {
      hint: "Try again when it has ended.",
    });
  }

  #schedule(): void {
    this.#cancelTake = this.#options.clock.setTimer(TAKE_MS, () => {
      void this.#take().then(() => {
        if (++this.#takes % TAKES_A_SAVE === 0) this.#save();
      });
      this.#schedule();
    });
  }

  async #take(): Promise<void> {
    const { buses, clock, onFailure } = this.#options;
    try {
      for (const { busId, cells } of await buses.takeCells()) this.#book.add(busId, cells);
      this.#book.forgetOld(clock.nowMs());
    } catch (error) {
      onFailure(error);
    }
  }

  #save(): void {
    const { clock, onFailure } = this.#options;
    try {
      this.#store.save(this.#book, clock.nowMs());
    } catch (error) {
      onFailure(error);
    }
  }
}

function transportOf(bus: BusConfig): "tcp" | "rtu" {
  return bus.link.kind === "modbus-tcp" ? "tcp" : "rtu";
}
