/** A gateway of the demo: `mega gateway` as a process of its own, as on a box. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { MegaError } from "@mega/domain";

const main = fileURLToPath(new URL("../../main.ts", import.meta.url));
/** Of util-linux: tells the system to end a process with the one that started it. */
const SETPRIV = "/usr/bin/setpriv";

/** How it is started. */
export interface BoxOptions {
  readonly dataFolder: string;
  readonly configFile: string;
  readonly port: number;
}

/** A gateway that runs. */
export interface BoxProcess {
  /** Of its page. */
  readonly url: string;
  /** While nobody has claimed it. */
  readonly setupCode: string | undefined;
  /** Ends it in good order, or as a box ends whose power is gone. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Starts it; resolves when its page is there. */
export async function startBox({ dataFolder, configFile, port }: BoxOptions): Promise<BoxProcess> {
  mkdirSync(dirname(dataFolder), { recursive: true });
  const before = existsSync(SETPRIV) ? [SETPRIV, "--pdeathsig", "TERM", "--"] : [];
  const [program = "", ...words] = [
    ...[...before, process.execPath, ...process.execArgv, main],
    ...["gateway", "--data", dataFolder, "--config", configFile],
    ...["--host", "127.0.0.1", "--port", String(port), "--log", "error"],
  ];
  // A Ctrl+C at the terminal is for the demo, which ends its boxes itself.
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const withUs = () => void child.kill("SIGKILL");
  process.once("exit", withUs);
  void ended.then(() => process.off("exit", withUs));
  const { url, setupCode } = await untilUp(child, ended);
  return {
    url,
    setupCode,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

async function untilUp(child: ChildProcess, ended: Promise<void>) {
  let said = "";
  let setupCode: string | undefined;
  child.stderr?.on("data", (more) => {
    said = (said + String(more)).slice(-2000);
  });
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) throw new Error("a box without output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      setupCode = /Setup code: (\S+)$/.exec(line)?.[1] ?? setupCode;
      const found = /^COUNTERS page: (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => {
      const [code = "PORT_BUSY", ...words] = said.trim().split(": ");
      const known = code === "PORT_BUSY" ? code : "CONFIG_INVALID";
      reject(new MegaError(known, `A gateway of the demo ended: ${words.join(": ") || said}`));
    });
  });
  return { url, setupCode };
}
