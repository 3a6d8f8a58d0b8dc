// The `mega` command as a process of its own, as a user starts it.

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { enter } from "./claimed.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "apps", "cli", "src", "main.ts");

/** What a command printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a command to its end. */
export async function mega(...args: readonly string[]): Promise<Ended> {
  const child = start(args);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

/** A gateway that is running, as its first lines tell. */
export interface StartedProcess {
  /** "http://127.0.0.1:40123/". */
  readonly url: string;
  /** Printed while nobody has claimed it. */
  readonly setupCode: string | undefined;
  readonly pid: number;
  /** Everything it wrote so far. */
  readonly log: () => string;
  /** Sends a signal and resolves to the exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** A gateway that its owner asks. */
export interface GatewayProcess extends StartedProcess {
  /** Asks the interface below /api/v1; throws unless the answer is 2xx. */
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body?: unknown) => Promise<T>;
}

/** Starts `mega gateway` on a free port and enters as its owner, who claims it the first time. */
export async function startGatewayProcess(
  dataFolder: string,
  configFile?: string,
): Promise<GatewayProcess> {
  const started = await startProcess(dataFolder, configFile);
  const owner = await enter(started.url, started.setupCode);
  return {
    ...started,
    get: (path) => owner.ask("GET", path),
    post: (path, body) => owner.ask("POST", path, body),
  };
}

/**
 * Starts `mega gateway` on a free port; resolves when it says where its page is.
 *
 * @param env Variables beside those of this process, such as an authority to be trusted
 */
export async function startProcess(
  dataFolder: string,
  configFile: string | undefined,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<StartedProcess> {
  const at = ["--host", "127.0.0.1", "--port", "0", ...options];
  // Without a file it runs on what was saved.
  const file = configFile === undefined ? [] : ["--config", configFile];
  return untilUp(start(["gateway", "--data", dataFolder, ...file, ...at], env));
}

/** Resolves when a process that runs `mega gateway` says where its page is. */
export async function untilUp(child: ChildProcess): Promise<StartedProcess> {
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let log = "";
  child.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  let setupCode: string | undefined;
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) throw new Error("the gateway has no output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      log += `${line}\n`;
      setupCode = /Setup code: (\S+)$/.exec(line)?.[1] ?? setupCode;
      const found = /^COUNTERS page: (http:\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the gateway ended with code ${code}:\n${log}`)));
  });
  return {
    url,
    setupCode,
    pid: child.pid ?? 0,
    log: () => log,
    end(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, ["--disable-warning=DEP0169", main, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
