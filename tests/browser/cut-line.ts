// A line between a browser and a server that can be cut: what a telephone meets in a lift.

import { connect, createServer, type Socket } from "node:net";
import { freePort } from "../free-port.ts";

/** The line. */
export interface CutLine {
  /** Where the browser finds the server. */
  readonly url: string;
  /** Ends every connection and takes no other. */
  cut(): Promise<void>;
  /** Takes connections again, at the same address. */
  mend(): Promise<void>;
}

/** Lays a line to a server on this machine. */
export async function layLine(serverUrl: string): Promise<CutLine> {
  const { hostname, port: to } = new URL(serverUrl);
  const port = await freePort();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const other = connect(Number(to), hostname);
    for (const end of [socket, other]) {
      open.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => {
        open.delete(end);
        socket.destroy();
        other.destroy();
      });
    }
    socket.pipe(other).pipe(socket);
  });
  const mend = () =>
    new Promise<void>((resolve) => {
      if (server.listening) resolve();
      else server.listen(port, "127.0.0.1", () => resolve());
    });
  await mend();
  return {
    url: `http://127.0.0.1:${port}`,
    mend,
    async cut() {
      if (!server.listening) return;
      const shut = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await shut;
    },
  };
}
