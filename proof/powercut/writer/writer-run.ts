/** A writer as a process of its own that is ended in the middle of its work. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { pathOf, type Safety, weakening } from "../states/logged-run.ts";

/** A writer that runs. */
export interface WriterRun {
  readonly process: ChildProcess;
  /** Resolves when so many batches were begun, or the writer has ended. */
  readonly begun: (batches: number) => Promise<void>;
  /** What it said, when it has ended. */
  readonly ended: Promise<readonly string[]>;
  /** Ends it without a warning. */
  readonly kill: () => void;
}

/** How a writer is started. */
export interface WriterOptions {
  readonly path: string;
  readonly channels: number;
  readonly seed: number;
  readonly safety: Safety;
  /** Variables for disk.c. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a writer that goes on until it is ended or its disk is gone. */
export function startWriter({ path, channels, seed, safety, env }: WriterOptions): WriterRun {
  const words = [pathOf("writer/writer.child.ts"), path, String(channels), String(seed), "0"];
  const writer = spawn(process.execPath, [...weakening(safety), ...words], {
    env: { ...process.env, MEGA_WEAKENED: safety, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  let errors = "";
  writer.stderr.on("data", (text) => {
    errors += String(text);
  });
  let begins = 0;
  let wake = (): void => undefined;
  const lines = createInterface({ input: writer.stdout });
  lines.on("line", (line) => {
    said.push(line);
    if (!line.startsWith("begin ")) return;
    begins += 1;
    wake();
  });
  const closed = Promise.all([once(writer, "close"), once(lines, "close")]);
  const ended = closed.then(() => {
    // A writer that never came to its work would prove nothing.
    if (errors !== "" && !writer.killed) throw new Error(`The writer broke:\n${errors}`);
    return said;
  });
  return {
    process: writer,
    ended,
    kill: () => void writer.kill("SIGKILL"),
    async begun(batches) {
      const enough = new Promise<void>((resolve) => {
        wake = () => {
          if (begins >= batches) resolve();
        };
        wake();
      });
      await Promise.race([enough, ended.then(() => undefined)]);
    },
  };
}
