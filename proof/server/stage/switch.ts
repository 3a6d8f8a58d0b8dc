/** One address for whoever serves at the time, as a balancer before a pair of databases. */

import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The address. */
export interface Switch {
  readonly port: number;
  /** Leads to another socket from now on. */
  to(path: string): void;
  /** Leads nowhere, and ends what goes through it. */
  close(): void;
  stop(): Promise<void>;
}

/** Opens it on 127.0.0.1. @param path Of a socket */
export async function openSwitch(path: string): Promise<Switch> {
  let target: string | null = path;
  const sockets = new Set<Socket>();
  const kept = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((socket) => {
    kept(socket);
    if (target === null) return void socket.destroy();
    const other = kept(connect(target));
    other.on("close", () => socket.destroy());
    socket.on("close", () => other.destroy());
    socket.pipe(other).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    to: (next) => {
      target = next;
    },
    close() {
      target = null;
      endAll();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}
