// Ports for programs that must be told theirs before they start.

import { createServer } from "node:net";

/** Below the range from which the system takes ports for outgoing connections (32768 and up). */
const FIRST = 20_000;
const COUNT = 12_000;

/**
 * A port that nobody uses at this moment. It comes from a range in which the system hands out none
 * by itself, at a random place: so that nobody else is given it between this answer and its use.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
