/**
 * What is seen of a gateway before it is opened: how its newest rounds went, which channels have a
 * problem, when the next report goes out. Null for the operator, who sees no channel.
 */

import { type Static, Type } from "typebox";
import { ChannelNo, Instant, orNull, strict } from "../scalars.ts";

/** Hours that are shown. */
export const GLANCE_HOURS = 24;
/** Channels of a building that are named with their problem. */
export const NAMED_PROBLEMS_MAX = 3;

/** Why a channel is not in order. */
export const ChannelTrouble = strict(
  {
    kind: Type.Enum(["quarantined", "silent", "never"], {
      description:
        "quarantined: readings wait for a person. silent: its meter does not answer. never: its meter was never read.",
    }),
    since: orNull(Instant),
  },
  "Why a channel is not in order.",
);
export type ChannelTrouble = Static<typeof ChannelTrouble>;

/** A channel with a meter. */
export const GlanceChannel = strict(
  {
    channelNo: ChannelNo,
    name: Type.String({ description: "As configured; empty where none is given." }),
    trouble: orNull(ChannelTrouble),
  },
  "A channel at a glance.",
);
export type GlanceChannel = Static<typeof GlanceChannel>;

const hours = {
  hours: Type.String({
    pattern: "^[apn-]{24}$",
    description:
      "How each hour was read: a all meters, p a part of them, n none, - no word of it. The last one ends the row.",
  }),
  hoursFrom: Type.String({ ...Instant, description: "Begin of the first hour." }),
  lastReadingAt: orNull(Instant),
  nextReportAt: orNull(
    Type.String({
      ...Instant,
      description: "When its next report is mailed, by the gateway or from here.",
    }),
  ),
};

/** A gateway at a glance. */
export const GatewayGlance = strict(
  {
    ...hours,
    timeZone: Type.String({ description: "Of its building." }),
    location: Type.String({ description: "What the gateway's own pages call the building." }),
    channels: Type.Array(GlanceChannel, { maxItems: 128 }),
  },
  "How the newest rounds went; null before the first configuration has come.",
);
export type GatewayGlance = Static<typeof GatewayGlance>;

/** What is shown of the gateways of a building together. */
export const BuildingGlance = strict(
  {
    ...hours,
    timeZone: Type.String(),
    channels: Type.Integer({ minimum: 0, description: "Channels with a meter." }),
    troubled: Type.Integer({ minimum: 0, description: "Of them, those with a problem." }),
    named: Type.Array(GlanceChannel, { maxItems: NAMED_PROBLEMS_MAX }),
  },
  "Of several gateways the worst of each hour.",
);
export type BuildingGlance = Static<typeof BuildingGlance>;
