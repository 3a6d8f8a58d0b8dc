/**
 * The figures of a gateway from its mirror: the table, a channel's bars, and both as a tenant may see
 * them, by the code that the gateway itself draws them with. Made for one answer: the mirror moves on.
 *
 * What only a running gateway knows is missing here: why a meter that never gave a reading did not
 * answer. Its channel is shown as never read, without a reason.
 */

import type { Series, SeriesQuery } from "@mega/contract";
import {
  Counters,
  channelSeries,
  type FiguresGround,
  type HoursAsker,
  hoursRule,
  noAttempts,
  type SeenFigures,
  type Stay,
  type StayBehind,
  tenantFigures,
  wholeFigures,
} from "@mega/figures";
import { type FiguresTools, type MirroredGateway, mirrorGround } from "./mirrored-gateway.ts";

/** Who asks, and every stay that ever was behind a channel: their hours are private. */
export interface Viewer extends HoursAsker {
  readonly staysBehind: (channelNo: number) => readonly StayBehind[];
}

/** What is drawn of one gateway. */
export interface MirrorFigures {
  /** What it is drawn from: installation, time zone, the ledger's view. */
  readonly ground: FiguresGround;
  /** Everything but hours that are private: for who manages the building. */
  whole(viewer: Viewer): SeenFigures;
  /** What a tenant sees: his channels, from the begin to the end of each of his stays. */
  ofStays(stays: readonly Stay[], viewer: Viewer): SeenFigures;
  /** Bars of a channel by hour, day or month. */
  series(seen: SeenFigures, channelNo: number, query: SeriesQuery): Promise<Series>;
}

/**
 * Makes ready what a gateway's figures are drawn from.
 *
 * @throws MegaError CONFIG_INVALID when the configuration names a profile that is not known
 */
export async function mirrorFigures(
  tools: FiguresTools,
  gateway: MirroredGateway,
): Promise<MirrorFigures> {
  const ground = await mirrorGround(tools, gateway);
  const counters = new Counters({ ...ground, attempts: noAttempts });
  const hoursOf = (viewer: Viewer) => (channelNo: number) =>
    hoursRule(ground.ledger.snapshot(), channelNo, viewer.staysBehind, viewer);
  return {
    ground,
    whole: (viewer) => wholeFigures(ground, counters, hoursOf(viewer)),
    ofStays: (stays, viewer) => tenantFigures(ground, counters, stays, hoursOf(viewer)),
    series: (seen, channelNo, query) => channelSeries(ground, seen, channelNo, query),
  };
}
