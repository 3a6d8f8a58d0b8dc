/** How a round went, meter by meter; what the page follows while it runs. */

import type { CounterId, Judgement, Source, SourceNo } from "@mega/domain";
import type { RoundCause } from "@mega/ledger";
import type { LiveReading, MeterReading } from "./meter-reading.ts";

/** One counter of a meter in the round. */
export interface RoundCounter {
  readonly counterId: CounterId;
  readonly reading: MeterReading["counters"][number];
  /** Undefined until the round is stored, and for a meter that has no source. */
  readonly judged: { readonly source: Source; readonly judgement: Judgement } | undefined;
}

/** One meter in the round. */
export interface RoundMeter {
  readonly meterId: string;
  readonly phase: "reading" | "answered" | "stored";
  readonly latencyMs: number | null;
  readonly counters: readonly RoundCounter[];
  readonly live: readonly LiveReading[];
}

/** Who asked for which meters, and when. */
export interface RoundHead {
  readonly id: string;
  readonly cause: RoundCause;
  /** The channel read; null for a round over all meters. */
  readonly channelNo: number | null;
  readonly startedAtMs: number;
  readonly meterIds: readonly string[];
}

/** The course of one round. */
export class RoundRecord {
  readonly id: string;
  readonly cause: RoundCause;
  readonly channelNo: number | null;
  readonly startedAtMs: number;
  readonly meters: Map<string, RoundMeter>;
  endedAtMs: number | null = null;

  constructor(head: RoundHead) {
    this.id = head.id;
    this.cause = head.cause;
    this.channelNo = head.channelNo;
    this.startedAtMs = head.startedAtMs;
    this.meters = new Map(
      head.meterIds.map((meterId) => [
        meterId,
        { meterId, phase: "reading" as const, latencyMs: null, counters: [], live: [] },
      ]),
    );
  }

  /** Notes what a meter gave. */
  answered(reading: MeterReading): RoundMeter {
    const meter: RoundMeter = {
      meterId: reading.meterId,
      phase: "answered",
      latencyMs: reading.latencyMs,
      counters: reading.counters.map((counter) => ({
        counterId: counter.counterId,
        reading: counter,
        judged: undefined,
      })),
      live: reading.live,
    };
    this.meters.set(reading.meterId, meter);
    return meter;
  }

  /** Notes how every counter was judged, once that is stored. */
  judged(
    judged: ReadonlyMap<SourceNo, { readonly source: Source; readonly judgement: Judgement }>,
  ): void {
    const byMeter = Map.groupBy(judged.values(), ({ source }) => source.meterId);
    for (const meter of this.meters.values()) {
      const ofMeter = byMeter.get(meter.meterId);
      const counters = meter.counters.map(({ counterId, reading }) => ({
        counterId,
        reading,
        judged: ofMeter?.findLast(({ source }) => source.counterId === counterId),
      }));
      this.meters.set(meter.meterId, { ...meter, phase: "stored", counters });
    }
  }

  /** Notes the end. */
  end(atMs: number): void {
    this.endedAtMs = atMs;
  }
}
