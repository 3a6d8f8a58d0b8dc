/**
 * The tunnel to this gateway's page: at most one, opened because the server was asked for it, and ended
 * by whatever comes first: fifteen minutes, five of them without a request, a person here or there, a
 * configuration that allows none, the connection. Lives on while the configuration changes, so that
 * whoever saves through it gets his answer.
 */

import type { ServerState } from "@mega/contract";
import { type CancelTimer, type Clock, MegaError, toUtcString } from "@mega/domain";
import type { Installation } from "@mega/installation";
import {
  carryTunnel,
  TUNNEL_IDLE_MS_MAX,
  TUNNEL_MS_MAX,
  type TunnelEnd,
  type TunnelLink,
  type TunnelOpening,
  type TunnelStream,
} from "@mega/uplink";
import type { Access } from "../access/access.ts";
import { serverUrlOf } from "../uplink/server-settings.ts";
import type { Dialling, dialTunnel } from "./dial-tunnel.ts";
import { type AnswerPages, tunnelPages } from "./tunnel-pages.ts";
import { mayTunnel } from "./tunnel-settings.ts";

/** What it stands on. */
export interface GatewayTunnelOptions {
  readonly clock: Clock;
  readonly access: Pick<Access, "note" | "presence" | "sessions" | "streams">;
  /** What the gateway proves itself with at this server; undefined before it was enrolled. */
  readonly credential: (url: string) => string | undefined;
  /** The server of the pages. */
  readonly answerPages: AnswerPages;
  readonly dial: typeof dialTunnel;
  /** Further authorities whose certificates are taken. */
  readonly ca?: Dialling["ca"];
}

/** A tunnel that is open. */
interface OpenTunnel {
  readonly link: TunnelLink;
  /** Who asked for it, as the server says. */
  readonly by: string;
  readonly tunnelId: string;
  readonly openedAtMs: number;
  readonly openedMs: number;
  activeMs: number;
  cancel: CancelTimer;
  closePages: () => void;
}

/** So often it is looked whether it is idle. */
const LOOK_EVERY_MS = 15_000;
/** What a save is answered with still gets through. */
const LAST_ANSWER_MS = 1000;

/** The tunnel. */
export class GatewayTunnel {
  readonly #options: GatewayTunnelOptions;
  #server: Installation["server"] = null;
  #current: OpenTunnel | null = null;
  #isDialling = false;
  #isStopped = false;

  constructor(options: GatewayTunnelOptions) {
    this.#options = options;
    // A login through a tunnel ends with it, whatever ended the process.
    options.access.sessions.endThrough("tunnel");
  }

  /** Puts other settings into force; a tunnel that they do not allow ends. */
  configure({ server }: Pick<Installation, "server">): void {
    const before = this.#server;
    this.#server = server;
    const isSame =
      before !== null && server !== null && serverUrlOf(before) === serverUrlOf(server);
    if (this.#current === null || (isSame && mayTunnel(server))) return;
    const { cancel, tunnelId } = this.#current;
    cancel();
    this.#current.cancel = this.#options.clock.setTimer(LAST_ANSWER_MS, () => {
      if (this.#current?.tunnelId === tunnelId) this.#end("switched-off");
    });
  }

  /** As GET /server shows it. */
  get state(): ServerState["tunnel"] {
    if (this.#current === null) return null;
    const { by, openedAtMs } = this.#current;
    return {
      by,
      openedAt: toUtcString(openedAtMs),
      until: toUtcString(openedAtMs + TUNNEL_MS_MAX),
    };
  }

  /**
   * Opens it, because the server was asked to.
   *
   * @param by Who asked, as the server says: a mail address
   * @throws MegaError FORBIDDEN where it is switched off or nobody has claimed the gateway; CONFLICT where
   *   one is open, or the server does not let the gateway in
   */
  async open(opening: TunnelOpening, by: string): Promise<void> {
    try {
      await this.#dial(this.#mayOpen(), opening, by);
    } catch (cause) {
      const details = { tunnel: opening.tunnelId, by };
      this.#options.access.note({ ...ownEvent("tunnel-failed"), details });
      throw cause;
    }
  }

  async #dial(
    to: Pick<Dialling, "url" | "credential">,
    opening: TunnelOpening,
    by: string,
  ): Promise<void> {
    const { dial, ca } = this.#options;
    this.#isDialling = true;
    try {
      const socket = await dial({ ...to, opening, ...(ca === undefined ? {} : { ca }) });
      // Switched off, or stopped, while the server was asked.
      if (this.#isStopped || !mayTunnel(this.#server)) {
        socket.terminate();
        throw switchedOff();
      }
      this.#begin(socket, opening, by);
    } finally {
      this.#isDialling = false;
    }
  }

  /**
   * Ends it for a person at the gateway.
   *
   * @throws MegaError CONFLICT where none is open
   */
  close(): void {
    if (this.#current === null) throw new MegaError("CONFLICT", "No tunnel is open");
    this.#end("gateway");
  }

  /** The server was left: what it opened ends. */
  left(): void {
    this.#end("right");
  }

  /** Ends it with the process. */
  stop(): void {
    this.#isStopped = true;
    this.#end("stopping");
  }

  #mayOpen(): Pick<Dialling, "url" | "credential"> {
    const server = this.#server;
    if (server === null || !mayTunnel(server)) throw switchedOff();
    if (!this.#options.access.presence.claimed) {
      throw new MegaError("FORBIDDEN", "Nobody has claimed the gateway yet", {
        hint: "Its page is opened to others once it has an owner with a password.",
      });
    }
    if (this.#current !== null || this.#isDialling) {
      throw new MegaError("CONFLICT", "A tunnel to this gateway is open");
    }
    const url = serverUrlOf(server);
    const credential = this.#options.credential(url);
    if (credential !== undefined) return { url, credential };
    throw new MegaError("CONFLICT", "The gateway is not enrolled at the server of its settings");
  }

  #begin(
    socket: Awaited<ReturnType<typeof dialTunnel>>,
    { origin, tunnelId }: TunnelOpening,
    by: string,
  ): void {
    const { clock, access, answerPages } = this.#options;
    const pages = tunnelPages(answerPages, { origin });
    const link = carryTunnel({
      clock,
      socket,
      onRequest: (head, stream) => {
        this.#touch(stream);
        pages.answer(head, stream);
      },
      onEnd: (why, detail) => this.#ended(why, detail),
    });
    const openedMs = clock.monotonicMs();
    this.#current = {
      link,
      by,
      tunnelId,
      openedAtMs: clock.nowMs(),
      openedMs,
      activeMs: openedMs,
      cancel: clock.setTimer(LOOK_EVERY_MS, () => this.#look()),
      closePages: () => pages.close(),
    };
    access.note({ ...ownEvent("tunnel-opened"), details: { tunnel: tunnelId, by } });
  }

  #touch(stream: TunnelStream): void {
    const touch = () => {
      if (this.#current !== null) this.#current.activeMs = this.#options.clock.monotonicMs();
    };
    touch();
    stream.once("close", touch);
  }

  #look(): void {
    const { clock } = this.#options;
    const current = this.#current;
    if (current === null) return;
    const nowMs = clock.monotonicMs();
    if (current.link.open > 0) current.activeMs = nowMs;
    const leftMs = current.openedMs + TUNNEL_MS_MAX - nowMs;
    if (leftMs <= 0) this.#end("time");
    else if (nowMs - current.activeMs >= TUNNEL_IDLE_MS_MAX) this.#end("idle");
    else current.cancel = clock.setTimer(Math.min(leftMs, LOOK_EVERY_MS), () => this.#look());
  }

  #end(why: TunnelEnd): void {
    this.#current?.link.end(why);
  }

  #ended(why: TunnelEnd, detail: string): void {
    const { access, clock } = this.#options;
    const current = this.#current;
    if (current === null) return;
    this.#current = null;
    current.cancel();
    current.closePages();
    access.sessions.endThrough("tunnel");
    access.streams.sweep();
    const { tunnelId, by, openedMs, link } = current;
    const seconds = Math.round((clock.monotonicMs() - openedMs) / 1000);
    const seen = detail === "" ? {} : { detail };
    const details = { tunnel: tunnelId, by, why, seconds, ...link.counts, ...seen };
    access.note({ ...ownEvent("tunnel-closed"), details });
  }
}

function ownEvent(action: string) {
  return { actor: "gateway", action, object: "server", fromIp: null };
}

function switchedOff(): MegaError {
  return new MegaError("FORBIDDEN", "This gateway allows no tunnel to its page", {
    hint: "Its owner switches it on at the gateway: CONFIG, server.",
  });
}
