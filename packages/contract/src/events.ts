/**
 * Messages of GET /events (server-sent events). The event's name is its kind, its data the JSON; the
 * id is a number that rises. Who reconnects gets `hello` and then asks for what changed.
 */

import { type Static, Type } from "typebox";
import { LedgerHead } from "./gateway-info.ts";
import { RoundItem, RoundProgress, RoundState } from "./rounds.ts";
import { ChannelNo, Instant, orNull, strict } from "./scalars.ts";
import { ScanProgress } from "./scans.ts";

/** Sent first on every connection. */
export const HelloEvent = strict(
  {
    kind: Type.Literal("hello"),
    at: Instant,
    version: Type.String(),
    head: LedgerHead,
    round: orNull(RoundState),
  },
  "First message of a connection; round is the one that runs.",
);
/** A channel of the round that runs has been read. */
export const ProgressEvent = strict(
  { kind: Type.Literal("progress"), round: RoundProgress, item: orNull(RoundItem) },
  "How far the round is, and the channel that changed.",
);
/** A round began or ended. */
export const RoundEvent = strict(
  { kind: Type.Literal("round"), round: RoundState },
  "A round began (endedAt null) or ended.",
);
/** The table differs from what was sent before. */
export const CountersChangedEvent = strict(
  { kind: Type.Literal("counters-changed"), head: LedgerHead, channels: Type.Array(ChannelNo) },
  "Figures changed; an empty list stands for all channels.",
);
/** The state of a channel changed. */
export const ChannelEvent = strict(
  { kind: Type.Literal("channel"), channelNo: ChannelNo, item: RoundItem },
  "A channel was read outside a round.",
);
/** A scan went on. */
export const ScanEvent = strict(
  { kind: Type.Literal("scan"), ...ScanProgress.properties },
  "How far a scan of a bus is.",
);

/** Any message of the stream. */
export const StreamEvent = Type.Union([
  HelloEvent,
  ProgressEvent,
  RoundEvent,
  CountersChangedEvent,
  ChannelEvent,
  ScanEvent,
]);
export type StreamEvent = Static<typeof StreamEvent>;

/** Names of the messages, for `addEventListener`. */
export const streamEventKinds = [
  "hello",
  "progress",
  "round",
  "counters-changed",
  "channel",
  "scan",
] as const satisfies readonly StreamEvent["kind"][];
