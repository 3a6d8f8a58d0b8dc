/**
 * A TCP connection as a byte pipe: MBAP or RTU over TCP on the master's side, and the accepted
 * connections of a server for the slave's side.
 */

import type { Socket } from "node:net";
import { connect, createServer } from "node:net";
import type { LineSettings, Link, LinkOpener } from "./link.ts";
import { charBitsOf, LinkError } from "./link.ts";

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs?: number;
  /** The line behind a serial server, so that its pace is kept; without it none is assumed. */
  readonly line?: LineSettings;
  readonly latencyMs?: number;
}

const keepAliveDelayMs = 10_000;
const readBufferBytes = 16_384;
/** A peer that lets this much pile up has stopped reading. */
const unsentBytesMax = 65_536;

/**
 * Opens a TCP connection.
 *
 * @param options Where to connect to; 3 s are waited for the connection unless told otherwise.
 * @returns An opener; it rejects with a LinkError `LINK_OPEN_FAILED`.
 */
export function tcpOpener(options: TcpOptions): LinkOpener {
  return async (signal) => {
    const { host, port, connectTimeoutMs = 3000 } = options;
    const bounded = AbortSignal.timeout(connectTimeoutMs);
    const either = signal === undefined ? bounded : AbortSignal.any([signal, bounded]);
    const buffer = new Uint8Array(readBufferBytes);
    let link: TcpLink | undefined;
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveDelayMs,
      onread: {
        buffer,
        callback: (count) => {
          link?.take(buffer.subarray(0, count));
          return true;
        },
      },
    });
    try {
      await connected(socket, either);
    } catch (cause) {
      socket.destroy();
      const hint = "Check the address and the network cable of the converter.";
      throw new LinkError("LINK_OPEN_FAILED", `${host}:${port} does not connect.`, hint, cause);
    }
    link = new TcpLink(socket, options);
    return link;
  };
}

export interface TcpListener {
  readonly port: number;
  /** Stops accepting and closes every accepted connection. */
  close(): Promise<void>;
}

/**
 * Accepts connections and hands each one over as a link.
 *
 * @param options Where to listen (port 0: any free one) and who takes a link.
 * @returns The listener, once it listens.
 * @throws LinkError `LINK_OPEN_FAILED` when the port is taken.
 */
export async function listenTcp(options: {
  readonly host: string;
  readonly port: number;
  readonly connectionsMax?: number;
  readonly onLink: (link: Link) => void;
}): Promise<TcpListener> {
  const links = new Set<Link>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const link = new TcpLink(socket, {});
    links.add(link);
    socket.on("data", (bytes) => link.take(bytes as Buffer));
    socket.on("close", () => links.delete(link));
    options.onLink(link);
  });
  server.maxConnections = options.connectionsMax ?? 64;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(options.port, options.host, resolve);
  try {
    await promise;
  } catch (cause) {
    const where = `${options.host}:${options.port}`;
    throw new LinkError("LINK_OPEN_FAILED", `${where} cannot listen.`, "Choose a port.", cause);
  }
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const link of links) link.close();
      return closed.promise;
    },
  };
}

function connected(socket: Socket, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(new Error("The connection took too long."));
  socket.once("connect", resolve);
  socket.once("error", reject);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  return promise.finally(() => {
    signal.removeEventListener("abort", onAbort);
    socket.removeListener("connect", resolve);
    socket.removeListener("error", reject);
    // Whatever ends the socket between here and its owner must not be an uncaught error.
    socket.on("error", () => undefined);
  });
}

class TcpLink implements Link {
  readonly latencyMs: number;
  readonly charBits: number;
  readonly baud: number;
  onBytes: (bytes: Uint8Array) => void = () => undefined;
  onDown: (reason: string) => void = () => undefined;
  readonly #socket: Socket;
  #open = true;

  constructor(
    socket: Socket,
    options: { readonly line?: LineSettings; readonly latencyMs?: number },
  ) {
    this.#socket = socket;
    this.latencyMs = options.latencyMs ?? 0;
    this.charBits = options.line === undefined ? 0 : charBitsOf(options.line);
    this.baud = options.line?.baud ?? 0;
    socket.on("error", (error) => this.#fail(`The connection failed: ${error.message}.`));
    socket.on("end", () => this.#fail("The peer closed the connection."));
    socket.on("close", () => this.#fail("The connection was closed."));
    socket.resume();
  }

  take(bytes: Uint8Array): void {
    if (this.#open) this.onBytes(bytes);
  }

  write(bytes: Uint8Array): void {
    if (!this.#open) return;
    this.#socket.write(bytes);
    if (this.#socket.writableLength > unsentBytesMax) this.#fail("The peer stopped reading.");
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.destroy();
  }

  #fail(reason: string): void {
    if (!this.#open) return;
    this.close();
    this.onDown(reason);
  }
}
