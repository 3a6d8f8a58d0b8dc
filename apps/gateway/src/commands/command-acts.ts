/**
 * What each kind of command does: the same as the operation of the gateway's own interface, by the same
 * code. A kind that is not here is unknown to this gateway.
 */

import {
  CommandedExchange,
  CommandedPeriod,
  PublishLive,
  ReadNow,
  type SettingsChange,
  SettingsChange as SettingsChangeSchema,
} from "@mega/contract";
import { MegaError } from "@mega/domain";
import { configurationMark, TunnelOpening } from "@mega/uplink";
import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import type { ApiContext } from "../api/api-context.ts";
import { recordExchange } from "../api/exchanges.ts";
import type { PeriodStarter } from "../api/new-period.ts";
import { readChannel } from "../api/rounds.ts";
import { changedDocument } from "./changed-document.ts";
import type { LiveReadings } from "./live-readings.ts";

/** In whose name a command is carried out. */
export interface CommandGiver {
  /** Mail address of the person, as the server says. */
  readonly by: string;
  /** "server: anna@example.org", for the audit log and the configuration. */
  readonly name: string;
  /** For the ledger. */
  readonly pseudonym: string;
}

/** How an act ends its own transaction: what came of the command is kept with what it did. */
type KeepDone = (revision: number) => void;

/**
 * Carries a command out.
 *
 * @returns the revision of the configuration that it saved; null for the others
 * @throws MegaError as the operation does; MalformedCommand for a body of another form
 */
type CommandAct = (body: unknown, giver: CommandGiver, keep: KeepDone) => Promise<number | null>;

/** By the name of the kind. */
export type CommandActs = ReadonlyMap<string, CommandAct>;

/** What a command carries is not of the agreed form. */
export class MalformedCommand extends Error {}

/** What acts work on. */
export interface ActParts {
  readonly context: ApiContext;
  /** The one of the interface: a channel's turn is one turn, whoever asks. */
  readonly periods: PeriodStarter;
  readonly live: Pick<LiveReadings, "open">;
}

const ConfigurationBody = Type.Object(
  { parent: Type.String({ pattern: "^[0-9a-f]{64}$" }), change: SettingsChangeSchema },
  { additionalProperties: false },
);
/** Characters of a name that a revision carries. */
const SAVER_LENGTH_MAX = 64;

/** The acts of a running gateway. */
export function commandActs({ context, periods, live }: ActParts): CommandActs {
  const { runner, clock } = context;
  return new Map<string, CommandAct>([
    [
      "read-now",
      async (body) => {
        const { channelNo } = read(ReadNow, body);
        if (channelNo === null) await runner.runAll("on-demand", clock.nowMs());
        else await readChannel(context, channelNo);
        return null;
      },
    ],
    [
      "publish-live",
      async (body) => {
        read(PublishLive, body);
        live.open();
        return null;
      },
    ],
    [
      "new-period",
      async (body, { pseudonym }) => {
        const request = read(CommandedPeriod, body);
        await periods.start(request.confirmChannelNo, request, pseudonym);
        return null;
      },
    ],
    [
      "exchange",
      async (body, { pseudonym }) => {
        const request = read(CommandedExchange, body);
        await recordExchange(context, request.confirmChannelNo, request, pseudonym);
        return null;
      },
    ],
    [
      "open-tunnel",
      async (body, { by }) => {
        const opening = read(TunnelOpening, body);
        if (context.tunnel === undefined) throw nothingListens();
        await context.tunnel.open(opening, by);
        return null;
      },
    ],
    ["set-configuration", (body, giver, keep) => setConfiguration(context, body, giver, keep)],
  ]);
}

async function setConfiguration(
  { desk }: ApiContext,
  body: unknown,
  giver: CommandGiver,
  keep: KeepDone,
): Promise<number> {
  const { parent, change } = read(ConfigurationBody, body);
  const { configuration, revision } = desk.current();
  if (configurationMark(configuration) !== parent) {
    throw new MegaError("CHANGED_MEANWHILE", `Revision ${revision} is another configuration`, {
      hint: "The change was made from an older one; nothing was saved.",
    });
  }
  const document = changedDocument(configuration, change as SettingsChange);
  const saved = await desk.save(
    { document, basedOn: revision, proposal: undefined },
    {
      actor: giver.name.slice(0, SAVER_LENGTH_MAX),
      fromIp: null,
      cause: "server",
      within: (info) => keep(info.revision),
    },
  );
  return saved.revision;
}

function nothingListens(): MegaError {
  return new MegaError("CONFLICT", "This gateway has no page that could be shown");
}

/** The body as its kind has it. */
function read<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  if (Value.Check(schema, body)) return body;
  const [first] = Value.Errors(schema, body);
  throw new MalformedCommand(
    `${first?.instancePath ?? ""} ${first?.message ?? "has another form"}`,
  );
}
