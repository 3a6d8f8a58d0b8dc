/** Joins the parts by which a gateway carries out what its server asks for. */

import { type CommandsState, serverDefaults } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Counters } from "@mega/figures";
import type { ApiContext } from "../api/api-context.ts";
import { PeriodStarter } from "../api/new-period.ts";
import type { ChannelTurns } from "../periods/channel-turns.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import { ServerConnection, type ServerPort } from "../uplink/ask-server.ts";
import type { PipeCalls } from "../uplink/pipe/pipe-calls.ts";
import { serverSettingsOf } from "../uplink/server-settings.ts";
import type { UplinkStore } from "../uplink/uplink-store.ts";
import { commandActs } from "./command-acts.ts";
import { CommandCounts } from "./command-counts.ts";
import { CommandLoop } from "./command-loop.ts";
import { CommandRunner } from "./command-runner.ts";
import { CommandStore } from "./command-store.ts";
import type { Commands } from "./commands.ts";
import { LiveReadings, type LiveSpan } from "./live-readings.ts";

/** What of commands lives on while the configuration changes. */
export interface LastingCommands {
  readonly store: CommandStore;
  readonly counts: CommandCounts;
  readonly span: LiveSpan;
}

/** What they stand on. */
export interface CommandsOptions {
  readonly lasting: LastingCommands;
  readonly uplinkStore: UplinkStore;
  /** The running parts; asked when a command is carried out. */
  readonly context: () => ApiContext;
  readonly counters: Counters;
  /** The turns of the interface. */
  readonly turns: ChannelTurns;
  /** The way to the server; the network's when left out. */
  readonly connect?: (url: string) => ServerPort;
  /** What comes through a broker of them; null where there is none. */
  readonly calls: PipeCalls | null;
  readonly draw: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** A first question comes within this time; after a power cut a whole quarter comes back at once. */
const BEGIN_MS_MAX = 10_000;
/** Commands that a list shows. */
const SHOWN_MAX = 20;

/** What lasts of commands. */
export function lastingCommands(database: GatewayDatabase): LastingCommands {
  return {
    store: new CommandStore(database),
    counts: new CommandCounts(),
    span: { untilMs: Number.NEGATIVE_INFINITY },
  };
}

/** Joins them; nothing is asked before `start`. */
export function makeCommands(
  options: CommandsOptions,
  { clock, installation, ledger, audit, clockState }: Ground,
): Commands {
  const { lasting, uplinkStore, context, counters, turns, calls, draw, onFailure } = options;
  const { connect = (url) => new ServerConnection({ clock, url }) } = options;
  const { store, counts, span } = lasting;
  const live = new LiveReadings({
    clock,
    span,
    readAll: () => context().runner.runAll("on-demand", clock.nowMs()),
    send: () => context().uplink.uploadNow(),
    onFailure,
  });
  let acts: ReturnType<typeof commandActs> | undefined;
  const runner = new CommandRunner({
    ...{ clock, store, audit, ledger, counts, clockState, onFailure },
    acts: () => {
      acts ??= commandActs({
        context: context(),
        periods: new PeriodStarter(context(), counters, turns),
        live,
      });
      return acts;
    },
  });
  const settings = serverSettingsOf(installation);
  const isOn = installation.server?.commands ?? serverDefaults.commands;
  const loop = new CommandLoop({
    ...{ clock, store, runner, connect, calls, draw, onFailure },
    url: isOn ? (settings?.url ?? null) : null,
    credential: (url) =>
      uplinkStore.refusal(url)?.reason === "replaced"
        ? undefined
        : uplinkStore.credential(url)?.text,
    beginMs: Math.min(settings?.spreadMs ?? 0, BEGIN_MS_MAX) * draw(),
  });
  return {
    start() {
      live.start();
      loop.start();
    },
    stop() {
      live.stop();
      loop.stop();
    },
    askNow: () => loop.askNow(),
    state: () => ({
      state: loop.state,
      done: counts.done,
      refused: counts.refused,
      newest: store.newest(SHOWN_MAX).map(shown),
    }),
    counts,
  };
}

/** What stands around them. */
type Ground = Pick<ApiContext, "clock" | "installation" | "ledger" | "audit" | "clockState">;

function shown(taken: ReturnType<CommandStore["newest"]>[number]): CommandsState["newest"][number] {
  const { commandId, kind, by, takenAtMs, answer } = taken;
  const told =
    answer === null
      ? { outcome: "running" as const, entries: [], revision: null, code: null }
      : answer.outcome === "done"
        ? {
            outcome: answer.outcome,
            entries: answer.entries,
            revision: answer.revision,
            code: null,
          }
        : { outcome: answer.outcome, entries: [], revision: null, code: answer.code };
  return { commandId, kind, by, takenAt: toUtcString(takenAtMs), ...told };
}
