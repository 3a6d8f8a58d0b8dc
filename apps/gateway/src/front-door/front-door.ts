/**
 * The one port of the pages, for HTTPS and plain HTTP alike. The first byte of a connection tells
 * them apart: a TLS record of a handshake begins with 0x16, and no HTTP request does. Plain HTTP is
 * served to this machine, to others only where the configuration wants it; else it leads to HTTPS.
 *
 * The server behind it never listens itself: it gets connections, so that the port can change while
 * it serves.
 */

import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import { ConnectionCounts, type ConnectionLimits, isLoopbackAddress, listenAt } from "@mega/http";
import type { WebSettings } from "@mega/installation";
import type { CertificateKeeper } from "./certificate-keeper.ts";
import { urlOf } from "./door-url.ts";
import { plainAnswer } from "./to-https.ts";

/** What the door needs. */
export interface FrontDoorOptions {
  readonly certificate: CertificateKeeper;
  /** Address to listen on: "0.0.0.0" for all. */
  readonly host: string;
  /** A port that holds whatever the configuration says; 0 takes any free one. */
  readonly fixedPort?: number;
  readonly limits?: Partial<ConnectionLimits & DoorTimes>;
  /** Whether a peer is this machine; another answer in tests. */
  readonly isOwnMachine?: (address: string) => boolean;
}

/** How long a visitor may take. */
interface DoorTimes {
  readonly firstByteMs: number;
  readonly handshakeMs: number;
}

const usualLimits: ConnectionLimits & DoorTimes = {
  total: 512,
  perAddress: 64,
  firstByteMs: 10_000,
  handshakeMs: 10_000,
};
/** The content type of a TLS handshake record (RFC 8446, 5.1). */
const HANDSHAKE = 0x16;

/** Listens, tells HTTPS and HTTP apart and hands connections on. */
export class FrontDoor {
  readonly #options: FrontDoorOptions;
  readonly #limits: ConnectionLimits & DoorTimes;
  readonly #counts: ConnectionCounts;
  readonly #sockets = new Set<Socket>();
  readonly #tls: TlsServer;
  readonly #toHttps: HttpServer;
  readonly #endWatch: () => void;
  #inside: HttpServer | undefined;
  #listening: { readonly server: Server; readonly askedPort: number } | undefined;
  #plainHttp = false;

  constructor(options: FrontDoorOptions) {
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
    this.#counts = new ConnectionCounts(this.#limits);
    const { certificate } = options;
    this.#tls = createTlsServer(
      {
        ...certificate.current,
        minVersion: "TLSv1.2",
        ALPNProtocols: ["http/1.1"],
        handshakeTimeout: this.#limits.handshakeMs,
      },
      (socket) => this.#inside?.emit("connection", socket),
    );
    // Who speaks no TLS that is known here has said nothing that is worth a line.
    this.#tls.on("tlsClientError", (_error, socket) => socket.destroy());
    this.#toHttps = createHttpServer({ maxHeaderSize: 8192 }, (request, response) => {
      const { method, url, headers } = request;
      const answer = plainAnswer({ method, url, host: headers.host });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    this.#endWatch = certificate.watch(() => this.#tls.setSecureContext(certificate.current));
  }

  /** The port listened on; undefined before. */
  get port(): number | undefined {
    return (this.#listening?.server.address() as AddressInfo | null | undefined)?.port;
  }

  /** Where the pages are for who sits at this machine: "http://127.0.0.1:8082/". */
  get url(): string {
    return urlOf(this.#options.host, this.port ?? 0);
  }

  /** Whether plain HTTP may be left: only then browsers are told to come by HTTPS alone. */
  get strict(): boolean {
    return !this.#plainHttp;
  }

  /**
   * Opens the door to a server that does not listen itself.
   *
   * @throws MegaError PORT_BUSY, REQUEST_INVALID for a host that this machine has not.
   */
  async open(inside: HttpServer, settings: WebSettings): Promise<void> {
    this.#inside = inside;
    for (const server of [inside, this.#toHttps]) {
      // A server looks for requests that take too long only once it has been told that it listens.
      server.emit("listening");
    }
    await this.apply(settings);
  }

  /**
   * Puts other settings into force. A new port listens before the old one is given up; connections
   * that stand go on.
   *
   * @throws MegaError PORT_BUSY; the old port then stays.
   */
  async apply(settings: WebSettings): Promise<void> {
    if (this.#inside === undefined) return;
    const askedPort = this.#options.fixedPort ?? settings.port;
    const before = this.#listening;
    if (before?.askedPort !== askedPort) {
      const server = createServer({ noDelay: true }, (socket) => this.#admit(socket));
      await listenAt(server, this.#options.host, askedPort);
      this.#listening = { server, askedPort };
      before?.server.close();
    }
    this.#plainHttp = settings.plainHttp;
  }

  /** Closes the port and every connection. */
  async stop(): Promise<void> {
    this.#endWatch();
    const listening = this.#listening;
    this.#listening = undefined;
    const closed =
      listening === undefined
        ? Promise.resolve()
        : new Promise<void>((resolve) => listening.server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    this.#toHttps.close();
    this.#inside?.close();
    await closed;
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress ?? "";
    const release = this.#counts.take(address);
    if (release === undefined) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#sockets.delete(socket);
      release();
    });
    const tooSlow = () => socket.destroy();
    socket.setTimeout(this.#limits.firstByteMs, tooSlow);
    socket.once("data", (first: Buffer) => {
      socket.setTimeout(0);
      socket.off("timeout", tooSlow);
      socket.pause();
      socket.unshift(first);
      const server = this.#serverFor(address, first[0]);
      server.emit("connection", socket);
      // TLS reads on by itself; a resumed socket beneath it would swallow what is its own.
      if (server !== this.#tls) socket.resume();
    });
  }

  #serverFor(address: string, firstByte: number | undefined): TlsServer | HttpServer {
    if (firstByte === HANDSHAKE) return this.#tls;
    const own = (this.#options.isOwnMachine ?? isLoopbackAddress)(address);
    return (own || this.#plainHttp) && this.#inside !== undefined ? this.#inside : this.#toHttps;
  }
}
