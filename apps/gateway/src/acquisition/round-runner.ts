/**
 * Runs rounds at their own pace: the scheduled one at the end of every interval plus two minutes, one
 * that was missed while the gateway was off, and those a person asks for. Asking the meters may
 * overlap; judging and storing never does, so that every judgement rests on what was stored before.
 */

import {
  type Clock,
  latestRoundDueMs,
  MegaError,
  nextRoundDueMs,
  type RoundIntervalMinutes,
} from "@mega/domain";
import { type MeterPlan, metersOf, type ReadingPlan } from "@mega/installation";
import type { LedgerHost, RoundCause } from "@mega/ledger";
import type { MeterReading } from "./meter-reading.ts";
import { roundEvents } from "./round-events.ts";
import { type RoundMeter, RoundRecord } from "./round-record.ts";
import { type ReadRound, UnstoredRounds } from "./unstored-rounds.ts";

/** Asks one meter; expected failures are in the reading, never thrown. */
export type ReadMeter = (plan: MeterPlan, urgent: boolean) => Promise<MeterReading>;

/** What the runner needs. */
export interface RoundRunnerOptions {
  readonly clock: Clock;
  readonly ledger: LedgerHost;
  readonly plan: ReadingPlan;
  readonly intervalMinutes: RoundIntervalMinutes;
  readonly readMeter: ReadMeter;
  readonly tzVersion: string;
  readonly newId: () => string;
  /** Rounds that wait for the disk, where they outlive the runner. */
  readonly unstored?: UnstoredRounds;
  /** Called after a round is stored, before it counts as ended: months are closed here. */
  readonly afterRound: (endedAtMs: number) => Promise<void>;
  /** Hears of every step of a round. */
  readonly onStep: (record: RoundRecord, meter: RoundMeter | null) => void;
  /** Hears of a failure to store; the round is not acknowledged, and stored when that is possible. */
  readonly onFailure: (error: unknown) => void;
}

/** Between two tries to store what the disk did not take. */
const STORE_AGAIN_MS = 60_000;

/** Runs rounds until it is stopped. */
export class RoundRunner {
  readonly #options: RoundRunnerOptions;
  readonly #unstored: UnstoredRounds;
  #cancelTimer: (() => void) | undefined;
  #cancelStoreAgain: (() => void) | undefined;
  #storing: Promise<unknown> = Promise.resolve();
  #full: Promise<RoundRecord> | undefined;
  #latest: RoundRecord | undefined;
  #nextDueMs: number | null = null;
  #stopped = false;
  #catchUp: Promise<unknown> = Promise.resolve();

  constructor(options: RoundRunnerOptions) {
    this.#options = options;
    this.#unstored = options.unstored ?? new UnstoredRounds();
  }

  /** When the next scheduled round is due; null when stopped. */
  get nextDueMs(): number | null {
    return this.#nextDueMs;
  }

  /** Rounds that were read and wait for the disk to take them. */
  get unstored(): number {
    return this.#unstored.count;
  }

  /** The round over all meters that runs, or the newest round of any kind. */
  get latest(): RoundRecord | undefined {
    return this.#latest;
  }

  /** Catches up a missed round, if any, then keeps to the schedule. */
  start(): void {
    const { clock, ledger, intervalMinutes } = this.#options;
    const dueMs = latestRoundDueMs(clock.nowMs(), intervalMinutes);
    const storedDueMs = ledger.snapshot().lastRound?.dueAtMs ?? Number.NEGATIVE_INFINITY;
    const readDueMs = this.#unstored.newestDueMs ?? Number.NEGATIVE_INFINITY;
    if (this.#unstored.count > 0) this.#storeAgainLater();
    if (Math.max(storedDueMs, readDueMs) < dueMs) {
      this.#catchUp = this.runAll("catch-up", dueMs).catch(this.#options.onFailure);
    }
    this.#schedule();
  }

  /** Does something between two rounds being stored, so that no judgement rests on what it changes. */
  betweenRounds<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#storing.then(task);
    this.#storing = done.catch(() => undefined);
    return done;
  }

  /** Ends the schedule; resolves when nothing is being stored any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    this.#nextDueMs = null;
    await this.#catchUp;
    await this.#full?.catch(() => undefined);
    this.#cancelStoreAgain?.();
    await this.#storing.catch(() => undefined);
  }

  /** A round over all meters: the one that runs, or a new one. */
  runAll(cause: RoundCause, dueAtMs: number): Promise<RoundRecord> {
    if (this.#full !== undefined) return this.#full;
    const record = this.#begin(cause, metersOf(this.#options.plan), null);
    this.#full = this.#run(record, dueAtMs, false).finally(() => {
      this.#full = undefined;
    });
    return this.#full;
  }

  /** Starts a round over all meters, or finds the one that runs, and does not wait for its end. */
  beginAll(): RoundRecord {
    this.runAll("on-demand", this.#options.clock.nowMs()).catch(this.#options.onFailure);
    if (this.#latest === undefined) throw new MegaError("CONFLICT", "The round did not start");
    return this.#latest;
  }

  /** Reads the meter of one channel at once. */
  runChannel(channelNo: number): Promise<RoundRecord> {
    const meters = metersOf(this.#options.plan, [channelNo]);
    const record = this.#begin("on-demand", meters, channelNo);
    return this.#run(record, this.#options.clock.nowMs(), true);
  }

  #begin(cause: RoundCause, meters: readonly MeterPlan[], channelNo: number | null): RoundRecord {
    if (this.#stopped) throw new MegaError("CONFLICT", "The gateway is stopping");
    const { clock, newId } = this.#options;
    const record = new RoundRecord({
      id: newId(),
      cause,
      channelNo,
      startedAtMs: clock.nowMs(),
      meterIds: meters.map((plan) => plan.meter.id),
    });
    if (channelNo === null || this.#full === undefined) this.#latest = record;
    this.#options.onStep(record, null);
    return record;
  }

  async #run(record: RoundRecord, dueAtMs: number, urgent: boolean): Promise<RoundRecord> {
    const { plan, readMeter, onStep } = this.#options;
    const meters = plan.meters.filter((entry) => record.meters.has(entry.meter.id));
    const readings = await Promise.all(
      meters.map(async (entry) => {
        const reading = await readMeter(entry, urgent);
        onStep(record, record.answered(reading));
        return reading;
      }),
    );
    await this.#store(record, readings, dueAtMs);
    record.end(this.#options.clock.nowMs());
    onStep(record, null);
    return record;
  }

  /** One store after the other: the judgement of the next rests on the commit of this one. */
  #store(record: RoundRecord, readings: readonly MeterReading[], dueAtMs: number): Promise<void> {
    const done = this.#storing.then(async () => {
      const { plan } = this.#options;
      this.#unstored.add({ record, plan, readings, dueAtMs });
      await this.#storeWaiting();
    });
    this.#storing = done.catch(() => undefined);
    return done;
  }

  /** What the disk does not take stays and is tried again. */
  async #storeWaiting(): Promise<void> {
    this.#cancelStoreAgain?.();
    try {
      await this.#unstored.storeWith((round) => this.#storeNow(round));
    } catch (error) {
      this.#storeAgainLater();
      throw error;
    }
  }

  #storeAgainLater(): void {
    if (this.#stopped) return;
    const { clock, onFailure } = this.#options;
    this.#cancelStoreAgain = clock.setTimer(STORE_AGAIN_MS, () => {
      this.#storing = this.#storing.then(() => this.#storeWaiting()).catch(onFailure);
    });
  }

  async #storeNow(round: ReadRound, isSecondTry = false): Promise<void> {
    const { record, plan, readings, dueAtMs } = round;
    const { ledger, tzVersion, newId, afterRound, clock, onFailure } = this.#options;
    const view = ledger.snapshot();
    const { events, judged } = roundEvents({
      view,
      plan,
      readings,
      cause: record.cause,
      dueAtMs,
      tzVersion,
      newTenancyId: newId,
    });
    if (events.length > 0) {
      const outcome = await ledger.append(events);
      if (!outcome.ok) {
        // A disk that failed may have stored what it refused. That is known only when it is opened
        // again: the round is then made anew from what stands there.
        const isFromBefore = ledger.snapshot().head.seq !== view.head.seq;
        if (isFromBefore && !isSecondTry) return this.#storeNow(round, true);
        const { code, field, value, allowed } = outcome.refusal;
        throw new MegaError("LEDGER_REFUSED", `${code}: ${field} is ${String(value)}`, {
          hint: `Allowed: ${allowed}.`,
          context: { refusal: outcome.refusal },
        });
      }
    }
    record.judged(judged);
    // What follows from a stored round is tried again after the next one.
    await afterRound(clock.nowMs()).catch(onFailure);
  }

  #schedule(): void {
    if (this.#stopped) return;
    const { clock, intervalMinutes, onFailure } = this.#options;
    const dueMs = nextRoundDueMs(clock.nowMs(), intervalMinutes);
    this.#nextDueMs = dueMs;
    // A wall clock may step, so the timer looks again at least every minute.
    const delayMs = Math.min(dueMs - clock.nowMs(), 60_000);
    this.#cancelTimer = clock.setTimer(delayMs, () => {
      if (clock.nowMs() >= dueMs) this.runAll("scheduled", dueMs).catch(onFailure);
      this.#schedule();
    });
  }
}
