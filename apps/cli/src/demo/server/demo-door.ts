/** The door by which another terminal asks the running demo for something: a socket in its folder. */

import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join, relative } from "node:path";
import process from "node:process";
import { MegaError } from "@mega/domain";

const NAME = "demo.sock";
const ASKED_LENGTH_MAX = 100;
/** Last line of an answer that went well. */
const DONE = "done";

/** Does what is asked, telling each step; what it throws is told as well. */
export type Serve = (asked: string, tell: (step: string) => void) => Promise<void>;

/** Opens it; resolves to its closing. */
export async function openDoor(folder: string, serve: Serve): Promise<() => Promise<void>> {
  const path = pathIn(folder);
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.setEncoding("utf8").once("data", (asked: string) => void answer(socket, asked, serve));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

async function answer(socket: Socket, asked: string, serve: Serve): Promise<void> {
  const say = (line: string) => void socket.write(`${line}\n`);
  try {
    await serve(asked.slice(0, ASKED_LENGTH_MAX).trim(), say);
    say(DONE);
  } catch (cause) {
    say(cause instanceof Error ? cause.message : String(cause));
  }
  socket.end();
}

/**
 * Asks the running demo.
 *
 * @returns whether it went well
 * @throws MegaError NOT_FOUND where no demo runs on the folder
 */
export async function askDemo(
  folder: string,
  asked: string,
  say: (line: string) => void,
): Promise<boolean> {
  const socket = connect(pathIn(folder));
  let said = "";
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
  } catch (cause) {
    throw new MegaError("NOT_FOUND", `No demo runs on ${folder}`, {
      hint: "Start it in another terminal: npm run demo:server",
      cause,
    });
  }
  socket.write(`${asked}\n`);
  let last = "";
  for await (const more of socket.setEncoding("utf8") as AsyncIterable<string>) {
    said += more;
    const lines = said.split("\n");
    said = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== DONE) say(line);
      last = line;
    }
  }
  return last === DONE;
}

/** As short as it can be written from here: a socket's path has room for 107 bytes. */
function pathIn(folder: string): string {
  const path = join(folder, NAME);
  const short = relative(process.cwd(), path);
  return short.length < path.length ? short : path;
}
