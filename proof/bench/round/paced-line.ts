// A serial line of 9600 8N1 on a pseudo-terminal, in front of meters that are served by TCP: every
// frame arrives when its last character would. It counts what passes, so that the least time the wire
// takes for it is known.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { sleep, systemClock } from "@mega/domain";
import { freePort } from "../../../tests/free-port.ts";
import { end } from "../building/open-building.ts";
import { awaitUntil } from "../measure/await-until.ts";

/** Start bit, eight data bits, stop bit at 9600 baud. */
const CHARACTER_MS = 10_000 / 9600;
/** Silence in front of a question: 3.5 characters. */
const REST_MS = 3.5 * CHARACTER_MS;

/** What has passed. */
export interface Passed {
  readonly questions: number;
  /** Of questions and answers. */
  readonly bytes: number;
}

/** A line that is open. */
export interface PacedLine {
  /** Of the terminal. */
  readonly path: string;
  readonly passed: () => Passed;
  readonly close: () => Promise<void>;
}

/** Opens a line in a folder, in front of the meters on a port. */
export async function openPacedLine(folder: string, metersPort: number): Promise<PacedLine> {
  const passed = { questions: 0, bytes: 0 };
  const port = await freePort();
  const server = createServer((master) => relay(master, metersPort, passed));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const path = join(folder, "line");
  const args = [`PTY,link=${path},raw,echo=0`, `TCP:127.0.0.1:${port},nodelay`];
  const terminal = spawn("socat", args, { stdio: "ignore" });
  await awaitUntil("the terminal is there", { withinMs: 10_000, everyMs: 20 }, () =>
    existsSync(path) ? true : undefined,
  );
  return { path, passed: () => ({ ...passed }), close: () => close(terminal, server) };
}

/**
 * The least time that a line needs for what passed: every character, a rest before each question, and
 * the meters' own thinking.
 */
export function floorMs({ questions, bytes }: Passed, turnaroundMs: number): number {
  return bytes * CHARACTER_MS + questions * (REST_MS + turnaroundMs);
}

function relay(master: Socket, metersPort: number, passed: { questions: number; bytes: number }) {
  const meters = connect({ host: "127.0.0.1", port: metersPort, noDelay: true });
  master.on("data", (bytes) => {
    passed.questions += 1;
    handOn(bytes, meters);
  });
  meters.on("data", (bytes) => handOn(bytes, master));
  for (const [one, other] of [
    [master, meters],
    [meters, master],
  ] as const) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }

  function handOn(bytes: Buffer, to: Socket): void {
    passed.bytes += bytes.length;
    void sleep(systemClock(), bytes.length * CHARACTER_MS).then(() => {
      if (!to.destroyed) to.write(bytes);
    });
  }
}

async function close(terminal: ChildProcess, server: Server): Promise<void> {
  await end(terminal);
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
