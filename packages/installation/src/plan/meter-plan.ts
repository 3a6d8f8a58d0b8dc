/**
 * What a round has to ask and where it goes: the meters that channels use, with the counters they
 * use. Made once from the installation; pure.
 */

import type { MeterConfig } from "@mega/contract";
import type { CounterId, CounterNo, Source } from "@mega/domain";
import type { InstalledChannel } from "../installation.ts";

/** A source as the profile and the configuration describe it, before the ledger numbers it. */
export type SourceDescription = Omit<Source, "sourceNo" | "serialNumber">;

/** One counter that a channel shows. */
export interface PlannedCounter {
  readonly counterId: CounterId;
  readonly source: SourceDescription;
}

/** A meter to be asked. */
export interface MeterPlan {
  readonly meter: MeterConfig;
  readonly counters: readonly PlannedCounter[];
}

/** A channel and the counters it shows. */
export interface ChannelPlan {
  readonly channel: InstalledChannel;
  readonly meterId: string;
  readonly counters: Readonly<Record<CounterNo, CounterId | null>>;
}

/** Everything a round needs to know of the installation. */
export interface ReadingPlan {
  readonly timeZone: string;
  readonly meters: readonly MeterPlan[];
  readonly channels: readonly ChannelPlan[];
}

/**
 * The meters to be asked of the channels named; of all when none is named. A meter whose index a
 * person types is never asked, so a round does not miss it.
 */
export function metersOf(plan: ReadingPlan, channelNos?: readonly number[]): readonly MeterPlan[] {
  const asked = plan.meters.filter(({ meter }) => meter.manual === undefined);
  if (channelNos === undefined) return asked;
  const ids = new Set(
    plan.channels
      .filter((entry) => channelNos.includes(entry.channel.channelNo))
      .map((entry) => entry.meterId),
  );
  return asked.filter((entry) => ids.has(entry.meter.id));
}
