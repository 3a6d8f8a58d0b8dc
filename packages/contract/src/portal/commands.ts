/**
 * Commands: what the server asks a gateway to do in a person's name. The gateway fetches them, judges
 * them once more, and says what came of it; only then a command counts as confirmed.
 */

import { type Static, Type } from "typebox";
import { ExchangeRequest } from "../exchanges.ts";
import type { Operation } from "../operation.ts";
import { NewPeriodRequest } from "../periods.ts";
import { ChannelNo, Instant, orNull, Seq, strict } from "../scalars.ts";
import { GatewayId, GatewayPath } from "./parts.ts";
import { GatewaySettings, SettingsChange } from "./settings.ts";

/** Everything that a server may ask of a gateway. */
export const commandKinds = [
  "read-now",
  "publish-live",
  "set-configuration",
  "new-period",
  "exchange",
  "open-tunnel",
] as const;
/** What is asked of a gateway. */
export type CommandKind = (typeof commandKinds)[number];

/**
 * `queued`: waits for the gateway to ask. `delivered`: the gateway has it. `confirmed`, `refused`: the
 * gateway's own word. `expired`: too late to be given to it; one that was delivered and never answered may
 * have been carried out. `withdrawn`: taken back before the gateway had it.
 */
export const commandStates = [
  "queued",
  "delivered",
  "confirmed",
  "refused",
  "expired",
  "withdrawn",
] as const;
/** How far a command is. */
export type CommandState = (typeof commandStates)[number];

/** Commands of a gateway that wait for its word. */
export const COMMANDS_OPEN_MAX = 32;
/** Commands that a list shows, the newest. */
export const COMMANDS_SHOWN_MAX = 200;
/** For so long a gateway reads every minute and sends at once after `publish-live`, milliseconds. */
export const LIVE_MS = 5 * 60_000;

const CommandId = Type.String({ pattern: "^[0-9a-f]{32}$", description: "Random, 16 bytes." });

/** What `read-now` carries. */
export const ReadNow = strict(
  { channelNo: orNull(ChannelNo) },
  "Which channel is read; null for all meters.",
);
/** What `publish-live` carries. */
export const PublishLive = strict({}, "Nothing.");
/** What `new-period` carries; the channel is the one that the request confirms. */
export const CommandedPeriod = NewPeriodRequest;
/** What `exchange` carries; the channel is the one that the request confirms. */
export const CommandedExchange = ExchangeRequest;

/** POST /gateways/:gatewayId/commands: what changes no figure. */
export const NewCommand = Type.Union(
  [
    strict({ kind: Type.Literal("read-now"), ...ReadNow.properties }, "Reads the meters."),
    strict(
      { kind: Type.Literal("publish-live") },
      "Reads every minute and sends at once, for five minutes.",
    ),
  ],
  { description: "What the gateway is asked to do." },
);
export type NewCommand = Static<typeof NewCommand>;

/** POST /gateways/:gatewayId/changes: what changes figures or the configuration. */
export const NewChange = Type.Union(
  [
    strict(
      { kind: Type.Literal("new-period"), request: CommandedPeriod },
      "A new tenant, as POST /channels/:channelNo/periods of the gateway.",
    ),
    strict(
      { kind: Type.Literal("exchange"), request: CommandedExchange },
      "A meter exchanged, as POST /channels/:channelNo/exchanges of the gateway.",
    ),
    strict(
      {
        kind: Type.Literal("set-configuration"),
        parentVersion: Type.Integer({
          minimum: 1,
          description: "The version it was made from: the newest at the server and the gateway's.",
        }),
        change: SettingsChange,
      },
      "A change of the configuration.",
    ),
  ],
  { description: "What the gateway is asked to change." },
);
export type NewChange = Static<typeof NewChange>;

/** What the gateway said. */
const PortalCommandAnswer = strict(
  {
    at: Instant,
    entries: Type.Array(Seq, { maxItems: 64, description: "Entries of the ledger that hold it." }),
    revision: orNull(Type.Integer({ minimum: 1, description: "Of the gateway's configuration." })),
    code: orNull(
      Type.String({ maxLength: 60, description: "Why not: a stable word; null when done." }),
    ),
    detail: orNull(Type.String({ maxLength: 500, description: "Why not, in English." })),
  },
  "The gateway's own word.",
);

/** A command as the people of its building see it. */
export const PortalCommand = strict(
  {
    commandId: CommandId,
    kind: Type.Enum([...commandKinds]),
    channelNo: orNull(ChannelNo),
    asked: Type.Record(Type.String(), Type.Unknown(), {
      description: "What was asked, without anything secret.",
    }),
    state: Type.Enum([...commandStates]),
    givenAt: Instant,
    givenBy: Type.String({ maxLength: 254, description: "Address of the person." }),
    expiresAt: Instant,
    deliveredAt: orNull(Instant),
    answer: orNull(PortalCommandAnswer),
  },
  "A command and what came of it.",
);
export type PortalCommand = Static<typeof PortalCommand>;

/** GET /gateways/:gatewayId/commands. */
export const CommandList = strict(
  { commands: Type.Array(PortalCommand, { maxItems: COMMANDS_SHOWN_MAX }) },
  "Commands, newest first.",
);
export type CommandList = Static<typeof CommandList>;

/** Path of one command. */
export const CommandPath = strict(
  { gatewayId: GatewayId, commandId: CommandId },
  "Which command of which gateway.",
);
export type CommandPath = Static<typeof CommandPath>;

/** Below `PORTAL_PREFIX`. */
export const portalCommands = {
  commands: {
    method: "GET",
    path: "/gateways/:gatewayId/commands",
    summary: "What was asked of a gateway, and what it said.",
    status: 200,
    params: GatewayPath,
    answer: CommandList,
  },
  giveCommand: {
    method: "POST",
    path: "/gateways/:gatewayId/commands",
    summary: "Asks a gateway to read its meters, or to send at once for five minutes.",
    status: 202,
    params: GatewayPath,
    body: NewCommand,
    answer: PortalCommand,
  },
  giveChange: {
    method: "POST",
    path: "/gateways/:gatewayId/changes",
    summary: "Asks a gateway for a new period, a meter exchange, or another configuration.",
    status: 202,
    params: GatewayPath,
    body: NewChange,
    answer: PortalCommand,
  },
  withdrawCommand: {
    method: "DELETE",
    path: "/gateways/:gatewayId/commands/:commandId",
    summary: "Takes a command back that the gateway does not have yet.",
    status: 200,
    params: CommandPath,
    answer: PortalCommand,
  },
  gatewaySettings: {
    method: "GET",
    path: "/gateways/:gatewayId/settings",
    summary: "What of a gateway's configuration may be set from here.",
    status: 200,
    params: GatewayPath,
    answer: GatewaySettings,
  },
} as const satisfies Readonly<Record<string, Operation>>;
