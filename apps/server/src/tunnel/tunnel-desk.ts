/**
 * The tunnels of this process: one for a gateway, from the asking to its end. What is asked and how it
 * ended goes into the audit table; whether a person may ask was settled before. They are held in memory,
 * since a tunnel is a connection of this process: a server of many processes lets one of them have them.
 */

import { hashOfWord, randomId, secretWord } from "@mega/access";
import type { PortalTunnel } from "@mega/contract";
import { type CancelTimer, type Clock, MegaError } from "@mega/domain";
import {
  carryTunnel,
  TUNNEL_IDLE_MS_MAX,
  TUNNEL_MS_MAX,
  TUNNEL_SECRET_MS_MAX,
  type TunnelEnd,
} from "@mega/uplink";
import type { FastifyBaseLogger } from "fastify";
import { appendAudit } from "../audit/append-audit.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import {
  type EndedTunnel,
  type LiveTunnel,
  portalTunnelOf,
  type TunnelAsker,
} from "./live-tunnel.ts";
import { notAllowedAnyMore, refusedCommands } from "./still-allowed.ts";
import type { TunnelPlace } from "./tunnel-place.ts";

/** What it stands on. */
export interface TunnelDeskOptions {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  readonly place: TunnelPlace;
  readonly log: Pick<FastifyBaseLogger, "warn" | "error">;
}

/** What is asked for. */
export interface TunnelAsked {
  readonly gatewayId: number;
  readonly buildingId: number;
  readonly generation: number;
  readonly asker: TunnelAsker;
}

/** What the gateway is told to open it. */
export interface TunnelInvitation {
  readonly tunnelId: string;
  readonly origin: string;
  readonly secret: string;
}

/** A WebSocket of `ws`, as far as it is needed. */
type Socket = Parameters<typeof carryTunnel>[0]["socket"];

/** Tunnels of this process at a time, and of one person. */
const TUNNELS_MAX = 200;
const TUNNELS_OF_ONE_MAX = 4;
/** So often logins, rights and times are looked at. */
const LOOK_EVERY_MS = 5000;
/** Ends that are remembered, for whoever looks why. */
const ENDED_MAX = 1000;
/** Browsers of one tunnel. */
const VISITORS_MAX = 8;

/** The desk. */
export class TunnelDesk {
  readonly #options: TunnelDeskOptions;
  readonly #ofGateway = new Map<number, LiveTunnel>();
  readonly #ended = new Map<number, EndedTunnel>();
  #cancel: CancelTimer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #noting: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(options: TunnelDeskOptions) {
    this.#options = options;
  }

  /** Where visitors come in. */
  get place(): TunnelPlace {
    return this.#options.place;
  }

  /** How the tunnel to a gateway stands, for a person of its building. */
  state(gatewayId: number, accountId: number): PortalTunnel {
    return portalTunnelOf(this.#ofGateway.get(gatewayId), this.#ended.get(gatewayId), accountId);
  }

  /**
   * Begins a tunnel. `give` hands the invitation to the gateway, and tells the number of the command.
   *
   * @throws MegaError CONFLICT where somebody else has one to this gateway, or too many are open
   */
  async ask(
    { gatewayId, buildingId, generation, asker }: TunnelAsked,
    give: (invitation: TunnelInvitation) => Promise<string>,
  ): Promise<void> {
    const before = this.#ofGateway.get(gatewayId);
    // Asked for once more, such as by two clicks: it is the same one.
    if (before !== undefined && before.asker.accountId === asker.accountId) return;
    if (before !== undefined) {
      throw new MegaError("CONFLICT", "Somebody else has a tunnel to this gateway", {
        hint: "The manager may close it.",
      });
    }
    this.#refuseTooMany(asker);
    const { clock, place } = this.#options;
    const [tunnelId, word, secret] = [randomId(), randomId(), secretWord()];
    const live: LiveTunnel = {
      ...{ tunnelId, gatewayId, buildingId, generation, asker, word },
      secretHash: hashOfWord(secret),
      commandId: "",
      askedAtMs: clock.nowMs(),
      askedMs: clock.monotonicMs(),
      opened: null,
    };
    // Its place is taken before anything is waited for.
    this.#ofGateway.set(gatewayId, live);
    try {
      live.commandId = await give({ tunnelId, origin: place.originOf(word), secret });
    } catch (cause) {
      if (this.#ofGateway.get(gatewayId) === live) this.#ofGateway.delete(gatewayId);
      throw cause;
    }
    this.#ended.delete(gatewayId);
    this.#cancel ??= clock.setTimer(LOOK_EVERY_MS, () => this.#lookAgain());
  }

  /**
   * The gateway dials: whether it may, which it may once.
   *
   * @throws MegaError PROOF_REFUSED, the same for every reason
   */
  admit(
    gateway: Pick<LiveTunnel, "gatewayId" | "generation">,
    tunnelId: string,
    secret: string,
  ): LiveTunnel {
    const { clock } = this.#options;
    const live = this.#ofGateway.get(gateway.gatewayId);
    const isGood =
      live !== undefined &&
      live.tunnelId === tunnelId &&
      live.generation === gateway.generation &&
      live.secretHash !== null &&
      live.secretHash === hashOfWord(secret) &&
      clock.monotonicMs() - live.askedMs < TUNNEL_SECRET_MS_MAX;
    if (!isGood) throw new MegaError("PROOF_REFUSED", "There is no tunnel to be opened by this");
    live.secretHash = null;
    return live;
  }

  /** The gateway's connection stands: the tunnel is open. */
  opened(live: LiveTunnel, socket: Socket): void {
    const { clock } = this.#options;
    if (this.#ofGateway.get(live.gatewayId) !== live) {
      socket.terminate();
      return;
    }
    const link = carryTunnel({
      clock,
      socket,
      onEnd: (why, detail) => this.#finish(live, { why, code: null }, detail),
    });
    const monotonicMs = clock.monotonicMs();
    const times = { atMs: clock.nowMs(), monotonicMs, activeMs: monotonicMs };
    live.opened = { link, ...times, ticket: null, visitors: new Set() };
    this.#note(live, "tunnel-opened", {});
  }

  /**
   * A ticket to one's own tunnel; the one before it opens nothing any more.
   *
   * @throws MegaError CONFLICT unless it is open, and one's own
   */
  ticket(gatewayId: number, accountId: number): string {
    const live = this.#ofGateway.get(gatewayId);
    if (live?.opened == null || live.asker.accountId !== accountId) {
      throw new MegaError("CONFLICT", "You have no open tunnel to this gateway");
    }
    const word = secretWord();
    const untilMs = this.#options.clock.monotonicMs() + TUNNEL_SECRET_MS_MAX;
    live.opened.ticket = { hash: hashOfWord(word), untilMs };
    return `${this.place.originOf(live.word)}${ENTRANCE}${word}`;
  }

  /** The word of a visitor's cookie for a ticket, which it uses up; undefined for one that opens nothing. */
  enter(word: string, ticket: string): string | undefined {
    const opened = this.byWord(word)?.opened;
    if (opened?.ticket == null) return undefined;
    const { hash, untilMs } = opened.ticket;
    if (hash !== hashOfWord(ticket)) return undefined;
    opened.ticket = null;
    if (this.#options.clock.monotonicMs() >= untilMs) return undefined;
    if (opened.visitors.size >= VISITORS_MAX) return undefined;
    const visitor = secretWord();
    opened.visitors.add(hashOfWord(visitor));
    return visitor;
  }

  /** The open tunnel of a name; undefined for one that is over or never was. */
  byWord(word: string): LiveTunnel | undefined {
    for (const live of this.#ofGateway.values()) if (live.word === word) return live;
    return undefined;
  }

  /** Whether this is the word of a browser that brought a ticket. */
  knows(live: LiveTunnel, visitor: string): boolean {
    return live.opened?.visitors.has(hashOfWord(visitor)) === true;
  }

  /** Somebody asks through it. */
  touch(live: LiveTunnel): void {
    if (live.opened !== null) live.opened.activeMs = this.#options.clock.monotonicMs();
  }

  /**
   * Ends it for a person.
   *
   * @throws MegaError FORBIDDEN for somebody else's where one does not manage the building
   */
  close(gatewayId: number, by: { readonly accountId: number; readonly manages: boolean }): void {
    const live = this.#ofGateway.get(gatewayId);
    if (live === undefined) return;
    if (live.asker.accountId !== by.accountId && !by.manages) {
      throw new MegaError("FORBIDDEN", "Somebody else has asked for this tunnel");
    }
    this.#end(live, "portal");
  }

  /** Ends all. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    for (const live of [...this.#ofGateway.values()]) this.#end(live, "stopping");
    await this.#looking;
    await this.#noting;
  }

  #refuseTooMany({ accountId }: TunnelAsker): void {
    const all = [...this.#ofGateway.values()];
    const own = all.filter(({ asker }) => asker.accountId === accountId);
    if (all.length < TUNNELS_MAX && own.length < TUNNELS_OF_ONE_MAX) return;
    throw new MegaError("CONFLICT", "Too many tunnels are open", {
      hint: "Close one, or wait until it ends by itself.",
    });
  }

  #lookAgain(): void {
    this.#looking = this.#look()
      .catch((cause: unknown) => {
        this.#options.log.error({ err: cause }, "tunnels could not be looked after");
      })
      .then(() => {
        const { clock } = this.#options;
        const more = this.#ofGateway.size > 0 && !this.#isStopped;
        this.#cancel = more ? clock.setTimer(LOOK_EVERY_MS, () => this.#lookAgain()) : undefined;
      });
  }

  /** Ends what is over by its time, and what its person or gateway may no longer have. */
  async #look(): Promise<void> {
    for (const live of [...this.#ofGateway.values()]) this.#endByTime(live);
    const { database, clock } = this.#options;
    const asked = [...this.#ofGateway.values()];
    if (asked.length === 0) return;
    const waiting = asked.filter(({ opened }) => opened === null);
    for (const { live, code } of await refusedCommands(database, waiting)) {
      if (live.opened === null) this.#finish(live, { why: "refused", code }, "");
    }
    for (const { live, why } of await notAllowedAnyMore(database, asked, clock.nowMs())) {
      this.#end(live, why);
    }
  }

  #endByTime(live: LiveTunnel): void {
    const nowMs = this.#options.clock.monotonicMs();
    const { opened, askedMs } = live;
    if (opened === null) {
      const isOver = nowMs - askedMs >= TUNNEL_SECRET_MS_MAX;
      if (isOver) this.#finish(live, { why: "unanswered", code: null }, "");
      return;
    }
    if (opened.link.open > 0) opened.activeMs = nowMs;
    if (nowMs - opened.monotonicMs >= TUNNEL_MS_MAX) this.#end(live, "time");
    else if (nowMs - opened.activeMs >= TUNNEL_IDLE_MS_MAX) this.#end(live, "idle");
  }

  #end(live: LiveTunnel, why: TunnelEnd): void {
    if (live.opened === null) this.#finish(live, { why, code: null }, "");
    else live.opened.link.end(why);
  }

  #finish(live: LiveTunnel, how: Pick<EndedTunnel, "why" | "code">, detail: string): void {
    const { clock } = this.#options;
    const { gatewayId, asker, opened } = live;
    if (this.#ofGateway.get(gatewayId) !== live) return;
    this.#ofGateway.delete(gatewayId);
    this.#ended.delete(gatewayId);
    this.#ended.set(gatewayId, { ...how, accountId: asker.accountId, atMs: clock.nowMs() });
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > ENDED_MAX && oldest !== undefined) this.#ended.delete(oldest);
    const seconds =
      opened === null ? 0 : Math.round((clock.monotonicMs() - opened.monotonicMs) / 1000);
    const seen = {
      ...(how.code === null ? {} : { code: how.code }),
      ...(detail === "" ? {} : { detail }),
    };
    const after = { why: how.why, seconds, ...opened?.link.counts, ...seen };
    this.#note(live, "tunnel-closed", after);
  }

  #note(live: LiveTunnel, action: string, more: Readonly<Record<string, unknown>>): void {
    const { database, clock, log } = this.#options;
    const { buildingId, gatewayId, asker, tunnelId } = live;
    const line = { atMs: clock.nowMs(), actor: { kind: "job" }, action } as const;
    const about = { buildingId, gatewayId, accountId: asker.accountId };
    const after = { tunnel: tunnelId, ...more };
    const noted = database
      .as({ kind: "job" }, (tx) => appendAudit(tx, { ...line, ...about, after }))
      .catch((cause: unknown) => log.error({ err: cause, tunnelId }, "a tunnel was not noted"));
    this.#noting = Promise.all([this.#noting, noted]);
  }
}

/** Where a ticket is shown, below the tunnel's own origin. */
export const ENTRANCE = "/.mega-tunnel/";
