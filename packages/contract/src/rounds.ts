/** Reading the meters on request and following a round while it runs. */

import { type Static, Type } from "typebox";
import { AdviceCode, Reason } from "./reasons.ts";
import { ChannelNo, DecimalText, Instant, orNull, strict } from "./scalars.ts";

/** A figure of the moment: "power" 412 W, "flowTemperature" 66.2 °C. */
export const LiveValue = strict(
  {
    name: Type.String({ maxLength: 40, description: "As the profile names it." }),
    value: DecimalText,
    unit: Type.String({ maxLength: 12 }),
  },
  "A figure of the moment, for display only.",
);
export type LiveValue = Static<typeof LiveValue>;

/** Why a round was made. */
export const RoundCause = Type.Enum(["schedule", "start", "person", "channel"], {
  description: "schedule, start of the gateway, a person for all meters, or for one channel.",
});

/** How one channel fared in a round. */
export const RoundItem = strict(
  {
    channelNo: ChannelNo,
    status: Type.Enum(["waiting", "reading", "accepted", "quarantined", "rejected", "missing"]),
    reason: orNull(Reason),
    indexText: orNull(
      Type.String({ description: 'Indexes with units, dot and no grouping: "9634.865 kWh".' }),
    ),
    latencyMs: orNull(Type.Number({ minimum: 0 })),
    advice: orNull(AdviceCode),
    live: Type.Optional(
      Type.Array(LiveValue, { maxItems: 64, description: "Only when one channel was read." }),
    ),
  },
  "How one channel fared in a round.",
);
export type RoundItem = Static<typeof RoundItem>;

const counts = {
  id: Type.String({ maxLength: 40 }),
  total: Type.Integer({ minimum: 0 }),
  done: Type.Integer({ minimum: 0 }),
  problems: Type.Integer({ minimum: 0 }),
};

/** The counts of a round while it runs. */
export const RoundProgress = strict(counts, "How far a round is.");
export type RoundProgress = Static<typeof RoundProgress>;

/** A round with every channel; GET /rounds/latest and the answer of POST /rounds. */
export const RoundState = strict(
  {
    ...counts,
    cause: RoundCause,
    startedAt: Instant,
    endedAt: orNull(Instant),
    items: Type.Array(RoundItem, { maxItems: 128 }),
  },
  "A round and how every channel fared.",
);
export type RoundState = Static<typeof RoundState>;

/** The answer of POST /channels/:channelNo/read. */
export const ReadAnswer = strict(
  { round: RoundState, item: RoundItem },
  "How the channel fared, and the round in which it was read.",
);
export type ReadAnswer = Static<typeof ReadAnswer>;
