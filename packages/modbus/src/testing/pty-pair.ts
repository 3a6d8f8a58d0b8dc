// Two pseudo-terminals joined by socat: a serial line for tests, without its pace.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sleep } from "./machine-clock.ts";

/** Both ends of a line. */
export interface PtyPair {
  readonly near: string;
  readonly far: string;
  /** Ends socat, which hangs both ends up as an unplugged adapter does. */
  readonly unplug: () => Promise<void>;
  /** Joins two fresh pseudo-terminals under the same paths. */
  readonly plug: () => Promise<void>;
  /** Stops socat without hanging anything up, and lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly close: () => Promise<void>;
}

const startStepMs = 20;
const startStepsMax = 250;

/**
 * Joins two pseudo-terminals.
 *
 * @throws Error when socat is not installed or makes no pseudo-terminal within 5 s.
 */
export async function openPtyPair(): Promise<PtyPair> {
  const folder = mkdtempSync(join(tmpdir(), "mega-pty-"));
  const near = join(folder, "near");
  const far = join(folder, "far");
  let end: () => Promise<void> = async () => undefined;
  let signal: (name: NodeJS.Signals) => void = () => undefined;

  async function plug(): Promise<void> {
    const ends = [near, far].map((path) => `pty,rawer,link=${path}`);
    const child = spawn("socat", ends, { stdio: "ignore" });
    let failure: string | undefined;
    const ended = new Promise<void>((resolve) => {
      child.once("error", () => {
        failure = "socat cannot be started. Install the Debian package socat.";
        resolve();
      });
      child.once("exit", (code) => {
        failure = `socat ended with code ${code}.`;
        resolve();
      });
    });
    signal = (name) => void child.kill(name);
    end = async () => {
      child.kill("SIGKILL");
      await ended;
      for (const path of [near, far]) rmSync(path, { force: true });
    };
    for (let step = 0; step < startStepsMax && failure === undefined; step++) {
      if (existsSync(near) && existsSync(far)) return;
      await sleep(startStepMs);
    }
    await end();
    throw new Error(failure ?? "socat made no pseudo-terminals in time.");
  }

  await plug();
  return {
    near,
    far,
    plug,
    unplug: () => end(),
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    async close() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
